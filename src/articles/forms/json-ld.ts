import type { AnalysisNewsArticle, Quotation } from 'schema-dts'
import type { Article } from '../../../schemas/articles.ts'
import type { Body } from '../../../schemas/body.ts'
import type { Quote } from '../../../schemas/quotes.ts'
import { toPerson } from '../../analysts/json-ld.ts'
import { toPlainText } from '../../body/plain.ts'
import { toImageObject } from '../../picture-json-ld.ts'
import { said } from '../../said.ts'
import type { Site } from '../../site.ts'
import { toOrganization } from '../../sources/json-ld.ts'
import { addressOf } from '../address.ts'

/**
 * An article as an AnalysisNewsArticle of schema.org, each of its quotes a
 * Quotation by who said it. Who speaks must be embedded.
 */
export function toAnalysisNewsArticle(article: Article, site: Site): Exclude<AnalysisNewsArticle, string> {
  const { image, source, translationOf, quotes = [], corrections, readingMinutes } = article
  const { base } = site
  const id = `${base}/v1/articles/${article.id}`
  return {
    '@type': 'AnalysisNewsArticle',
    '@id': id,
    ...said({
      url: addressOf(article, site),
      identifier: article.externalId,
      headline: article.title,
      alternativeHeadline: article.subtitle,
      description: article.summary,
      inLanguage: article.lang,
      articleSection: article.section,
      keywords: article.tags,
      author: article.authors.map(({ name, url }) => ({ '@type': 'Person' as const, ...said({ name, url }) })),
      publisher: source && toOrganization(source, base, article.lang),
      dateCreated: article.createdAt,
      datePublished: article.publishedAt,
      dateModified: article.updatedAt,
      expires: article.expireAt,
      image: image && toImageObject(image),
      thumbnailUrl: image?.url,
      translationOfWork: translationOf === null ? null : { '@id': `${base}/v1/articles/${translationOf}` },
      correction: corrections.map(({ at, note }) => ({
        '@type': 'CorrectionComment' as const,
        text: note,
        datePublished: at,
      })),
      wordCount: article.wordCount,
      timeRequired: `PT${readingMinutes}M`,
      articleBody: toPlainText(article.body as Body),
      hasPart: quotes.map((quote) => toQuotation(quote, article.lang, base)),
    }),
  }
}

/** The speaker is who they were then: the role is the one held and written at the time, not a later one. */
function toQuotation(quote: Quote, language: string, base: string): Exclude<Quotation, string> {
  const { id, text, lang, position, role, analyst, source, articleId, originalText, isTranslation } = quote
  const person = analyst && {
    ...toPerson(analyst, base, language),
    jobTitle: role ?? undefined,
    affiliation: undefined,
  }
  return {
    '@type': 'Quotation',
    '@id': `${base}/v1/quotes/${id}`,
    ...said({
      text,
      inLanguage: lang,
      position,
      creator: person ?? (source && toOrganization(source, base, language)),
      isPartOf: { '@id': `${base}/v1/articles/${articleId}` },
      translationOfWork: isTranslation && originalText ? { '@type': 'Quotation' as const, text: originalText } : null,
    }),
  }
}
