import { Analyst, AnalystDraft, AnalystFields, AnalystList, AnalystPatch } from './analysts.ts'
import { Article, ArticleDraft, ArticleFields, ArticleList, ArticlePatch, EmbeddedArticle } from './articles.ts'
import {
  Body,
  BodyInput,
  ImageBlock,
  ImageBlockInput,
  MarkedBody,
  MarkedTextBlock,
  TextBlock,
  TextBlockInput,
} from './body.ts'
import { BulkAnswer, BulkLine } from './bulk.ts'
import { Change, ChangeList } from './changes.ts'
import { Checks } from './checks.ts'
import { JsonFeed } from './feeds.ts'
import { Key, KeyDraft, KeyList, NewKey } from './keys.ts'
import { AnalystDuplicates, MergeDraft, SourceDuplicates } from './merges.ts'
import { OccurrenceList } from './occurrences.ts'
import { Preview, PreviewDraft, PreviewList } from './previews.ts'
import { Fault, Problem } from './problem.ts'
import { ArticleQuoteDraft, Quote, QuoteDraft, QuoteFields, QuoteList, QuotePatch } from './quotes.ts'
import { RelatedList } from './related.ts'
import { Revision, RevisionDiff, RevisionList, revisionOf } from './revisions.ts'
import { Source, SourceDraft, SourceFields, SourceList, SourcePatch } from './sources.ts'
import { Voice, VoiceList } from './stats.ts'
import { CorrectionDraft, RemovedArticle, RemovedList, WithdrawalDraft } from './withdrawals.ts'
import { WorkingCopy, WorkingCopyDraft, WorkingCopyPatch } from './working-copies.ts'

/** The named components of the OpenAPI document, those that others refer to first. */
export const components = [
  Fault,
  Problem,
  TextBlock,
  ImageBlock,
  { ...Body, $id: 'Body' },
  MarkedTextBlock,
  { ...MarkedBody, $id: 'MarkedBody' },
  TextBlockInput,
  ImageBlockInput,
  { ...BodyInput, $id: 'BodyInput' },
  Source,
  SourceFields,
  SourceDraft,
  SourcePatch,
  SourceList,
  Analyst,
  AnalystFields,
  AnalystDraft,
  AnalystPatch,
  AnalystList,
  EmbeddedArticle,
  Quote,
  QuoteFields,
  ArticleQuoteDraft,
  QuoteDraft,
  QuotePatch,
  QuoteList,
  Article,
  ArticleFields,
  ArticleDraft,
  ArticlePatch,
  ArticleList,
  MergeDraft,
  AnalystDuplicates,
  SourceDuplicates,
  Revision,
  RevisionList,
  RevisionDiff,
  ...Object.values(revisionOf),
  PreviewDraft,
  Preview,
  PreviewList,
  WorkingCopyDraft,
  WorkingCopyPatch,
  WorkingCopy,
  CorrectionDraft,
  WithdrawalDraft,
  RemovedArticle,
  RemovedList,
  Change,
  ChangeList,
  OccurrenceList,
  RelatedList,
  BulkLine,
  BulkAnswer,
  Checks,
  JsonFeed,
  Voice,
  VoiceList,
  Key,
  NewKey,
  KeyDraft,
  KeyList,
]
