/** The plain text of one block of a body, in the order of the body. */
export interface TextBlock {
  key: string
  text: string
}

/**
 * Words of a quote and where they stand: a W3C TextPositionSelector and a
 * TextQuoteSelector over the plain text of one block.
 */
export interface AnchoredSpan {
  blockKey: string
  /** Exactly what stands at [start, end) of the block. */
  text: string
  /** Unicode code points from the start of the block's plain text. */
  start: number
  /** Unicode code points, exclusive. */
  end: number
  /** Up to 32 code points that stand before the words in the block. */
  prefix: string
  /** Up to 32 code points that stand after the words in the block. */
  suffix: string
}

/**
 * What became of a span when its article changed:
 * - `exact`: the same words in the same block;
 * - `moved`: the same words in another block;
 * - `fuzzy`: other words, similar enough to be the same statement;
 * - `drifted`: lost, or changed beyond recognition.
 *
 * Words are the same when their wording is: a corrected hamza, a tatweel or
 * another style of quotation mark is not another word, but another number, sign
 * or case of a letter is.
 */
export type Anchor = 'exact' | 'moved' | 'fuzzy' | 'drifted'
