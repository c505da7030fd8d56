import { type Static, type TSchema, Type } from 'typebox'
import { ref } from './common.ts'

/** The longest list of blocks that one body may hold. */
export const MAX_BLOCKS = 2000

const Key = Type.String({
  pattern: '^[A-Za-z0-9_-]+$',
  maxLength: 64,
  description: 'Names this member within the body. Kept by every rewrite that leaves its text alone.',
  examples: ['b1f04c9a7e21'],
})

const Marks = Type.Array(Type.String({ minLength: 1, maxLength: 64 }), {
  maxItems: 32,
  description:
    "Decorators (`strong`, `em`, `underline`, `strike-through`, `code`) and `_key`s of the block's `markDefs`.",
  examples: [['strong', 'l1']],
})

const Style = Type.Enum(['normal', 'h2', 'h3', 'blockquote'], {
  type: 'string',
  description: 'What the block is: a paragraph, a heading or a block quotation.',
})

const text = Type.String({
  maxLength: 1_000_000,
  description: 'Plain text. A line break inside a paragraph is a newline.',
  examples: ['ارتفعت أسعار القمح في الأسواق المحلية للشهر الثالث.'],
})

const href = Type.String({
  minLength: 1,
  maxLength: 2048,
  description: 'Where the link leads: `http:`, `https:`, `mailto:`, `tel:` or relative.',
  examples: ['https://example.org/wheat-report'],
})

const listMembers = {
  listItem: Type.Optional(
    Type.Enum(['bullet', 'number'], { type: 'string', description: 'Makes the block an item of a list.' }),
  ),
  level: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 6, description: 'How deep the list item is nested; 1 when absent.' }),
  ),
}

const imageMembers = {
  url: Type.String({
    minLength: 1,
    maxLength: 2048,
    description: 'Where the image is: `http:`, `https:` or relative.',
    examples: ['https://example.org/images/silos.jpg'],
  }),
  alt: Type.Optional(
    Type.String({
      maxLength: 2000,
      description: 'What the image shows, for those who cannot see it.',
      examples: ['صوامع حبوب بيضاء عند مدخل المرفأ'],
    }),
  ),
  caption: Type.Optional(Type.String({ maxLength: 5000, examples: ['صوامع المرفأ بعد انتهاء أعمال الترميم.'] })),
  credit: Type.Optional(
    Type.String({ maxLength: 1000, description: 'Who made the image.', examples: ['تصوير: ليلى حداد'] }),
  ),
}

const closed = { additionalProperties: false }

/** A run of text that carries the same marks throughout. */
export const Span = Type.Object({ _type: Type.Literal('span'), _key: Key, text, marks: Marks }, closed)
export type Span = Static<typeof Span>

/** What a mark that is not a decorator stands for. */
export const Link = Type.Object({ _type: Type.Literal('link'), _key: Key, href }, closed)
export type Link = Static<typeof Link>

/** A paragraph, heading, block quotation or list item. */
export const TextBlock = Type.Object(
  {
    _type: Type.Literal('block'),
    _key: Key,
    style: Style,
    children: Type.Array(Span, { minItems: 1, maxItems: 2000 }),
    markDefs: Type.Array(Link, { maxItems: 1000 }),
    ...listMembers,
  },
  {
    ...closed,
    $id: 'TextBlock',
    description: 'A paragraph, heading, block quotation or list item.',
    examples: [
      {
        _type: 'block',
        _key: 'b1f04c9a7e21',
        style: 'normal',
        children: [
          { _type: 'span', _key: 's1', text: 'ارتفعت أسعار القمح بحسب ', marks: [] },
          { _type: 'span', _key: 's2', text: 'تقرير الغرفة التجارية', marks: ['l1'] },
          { _type: 'span', _key: 's3', text: '.', marks: [] },
        ],
        markDefs: [{ _type: 'link', _key: 'l1', href: 'https://example.org/wheat-report' }],
      },
    ],
  },
)
export type TextBlock = Static<typeof TextBlock>

/** An image that stands between blocks of text. */
export const ImageBlock = Type.Object(
  { _type: Type.Literal('image'), _key: Key, ...imageMembers },
  {
    ...closed,
    $id: 'ImageBlock',
    description: 'An image between blocks of text.',
    examples: [
      {
        _type: 'image',
        _key: 'c22d90b1e0f4',
        url: 'https://example.org/images/silos.jpg',
        alt: 'صوامع حبوب بيضاء عند مدخل المرفأ',
        credit: 'تصوير: ليلى حداد',
      },
    ],
  },
)
export type ImageBlock = Static<typeof ImageBlock>

/** One member of a body as stored and read. */
export const Block = byType<TextBlock | ImageBlock>([TextBlock, ImageBlock], 'One member of a body.')
export type Block = Static<typeof Block>

/** A body as stored and read. */
export const Body = Type.Array(Block, {
  maxItems: MAX_BLOCKS,
  description: 'The text as Portable Text: a list of blocks in reading order.',
})
export type Body = Static<typeof Body>

/** What the mark on the words of a quote stands for. */
const QuoteMark = Type.Object(
  {
    _type: Type.Literal('quote'),
    _key: Key,
    quoteId: Type.String({ description: 'The id of the quote whose words are marked.' }),
  },
  closed,
)
export type QuoteMark = Static<typeof QuoteMark>

/** As `TextBlock`, with the words of quotes marked. */
export const MarkedTextBlock = Type.Object(
  { ...TextBlock.properties, markDefs: Type.Array(Type.Union([Link, QuoteMark])) },
  { ...closed, $id: 'MarkedTextBlock', description: 'A text block in which the words of quotes are marked.' },
)
export type MarkedTextBlock = Static<typeof MarkedTextBlock>

/** As `Body`, with the words of quotes marked. */
export const MarkedBody = Type.Array(
  Type.Unsafe<MarkedTextBlock | ImageBlock>({ anyOf: [ref(MarkedTextBlock), ref(ImageBlock)] }),
  { description: 'The text as Portable Text with the words of quotes marked, as `quotes=marked` asks for.' },
)
export type MarkedBody = Static<typeof MarkedBody>

/** As `Span`, written: what is absent is filled in. */
const SpanInput = Type.Object(
  { _type: Type.Literal('span'), _key: Type.Optional(Key), text, marks: Type.Optional(Marks) },
  closed,
)

/** As `TextBlock`, written: what is absent is filled in. A `markDefs` member keeps its `_key`: marks name it. */
export const TextBlockInput = Type.Object(
  {
    _type: Type.Literal('block'),
    _key: Type.Optional(Key),
    style: Type.Optional(Style),
    children: Type.Array(SpanInput, { minItems: 1, maxItems: 2000 }),
    markDefs: Type.Optional(Type.Array(Link, { maxItems: 1000 })),
    ...listMembers,
  },
  {
    ...closed,
    $id: 'TextBlockInput',
    description: 'A paragraph, heading, block quotation or list item. What is absent is filled in.',
    examples: [
      { _type: 'block', children: [{ _type: 'span', text: 'ارتفعت أسعار القمح في الأسواق المحلية للشهر الثالث.' }] },
    ],
  },
)
export type TextBlockInput = Static<typeof TextBlockInput>

/** As `ImageBlock`, written: `_key` is filled in. */
export const ImageBlockInput = Type.Object(
  { _type: Type.Literal('image'), _key: Type.Optional(Key), ...imageMembers },
  { ...closed, $id: 'ImageBlockInput', description: 'An image between blocks of text.' },
)
export type ImageBlockInput = Static<typeof ImageBlockInput>

/** One member of a body as written. */
export const BlockInput = byType<TextBlockInput | ImageBlockInput>(
  [TextBlockInput, ImageBlockInput],
  'One member of a body.',
)
export type BlockInput = Static<typeof BlockInput>

/** A body written in another format, to be converted. */
const FormattedBody = Type.Object(
  {
    format: Type.Enum(['markdown', 'html', 'text'], {
      type: 'string',
      description:
        'Of HTML, what is not text, a link or an image is dropped. Of plain text, a blank line ends a paragraph.',
    }),
    content: Type.String({ maxLength: 1_000_000 }),
  },
  {
    ...closed,
    description: 'The text in another format; it is stored as Portable Text.',
    examples: [{ format: 'markdown', content: '## الأسواق\n\nارتفعت أسعار القمح **للشهر الثالث**.' }],
  },
)

/** A body as written: blocks, or text in another format. */
export const BodyInput = Type.Union([Type.Array(BlockInput, { maxItems: MAX_BLOCKS }), FormattedBody], {
  description: 'The text as Portable Text, or in another format that is converted to it.',
})
export type BodyInput = Static<typeof BodyInput>

/** A union told apart by `_type`, so that faults are reported for the branch that was meant. */
function byType<T>(branches: TSchema[], description: string) {
  return Type.Unsafe<T>({
    type: 'object',
    required: ['_type'],
    discriminator: { propertyName: '_type' },
    oneOf: branches.map(ref),
    description,
  })
}
