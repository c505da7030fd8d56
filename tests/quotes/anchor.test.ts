import fc from 'fast-check'
import t from 'tap'
import { context } from '../../src/quotes/anchor/context.ts'
import { locate } from '../../src/quotes/anchor/locate.ts'
import { quotations } from '../../src/quotes/anchor/quotation-marks.ts'
import { type ReanchoredSpan, reanchor, reanchorAll } from '../../src/quotes/anchor/reanchor.ts'
import { similarPlacesIn } from '../../src/quotes/anchor/similar-places.ts'
import { similarity } from '../../src/quotes/anchor/similarity.ts'
import type { AnchoredSpan, TextBlock } from '../../src/quotes/anchor/types.ts'

const body = (...texts: string[]): TextBlock[] => texts.map((text, i) => ({ key: `b${i}`, text }))

/** The span of some words in a body; `nth` counts where they stand several times. */
function span(blocks: readonly TextBlock[], words: string, nth = 0): AnchoredSpan {
  const found = locate(blocks, { text: words })
  const one = found.ok ? found.span : found.candidates[nth]
  if (!one || (nth === 0 && !found.ok && found.reason !== 'ambiguous')) throw new Error(`no "${words}"`)
  return one
}

function sliceOf(blocks: readonly TextBlock[], { blockKey, start, end }: AnchoredSpan): string | undefined {
  const block = blocks.find(({ key }) => key === blockKey)
  return block && [...block.text].slice(start, end).join('')
}

t.test('locating a new span', async (t) => {
  const blocks = body('قالت الوزيرة "نحن مستعدون للحوار" أمس.', 'The clerk said "we are ready" 😀 and "we are open".')

  t.test('words alone are found and everything is filled in', async (t) => {
    t.strictSame(locate(blocks, { text: 'we are open' }), {
      ok: true,
      span: {
        blockKey: 'b1',
        text: 'we are open',
        start: 37,
        end: 48,
        prefix: 'e clerk said "we are ready" 😀 and "'.slice(-33),
        suffix: '".',
      },
    })
  })

  t.test('a place alone gives its words', async (t) => {
    t.match(locate(blocks, { blockKey: 'b0', start: 14, end: 17 }), { ok: true, span: { text: 'نحن' } })
  })

  t.test('words and place must agree', async (t) => {
    t.match(locate(blocks, { text: 'نحن', blockKey: 'b0', start: 14, end: 17 }), { ok: true })
    const off = locate(blocks, { text: 'نحن', blockKey: 'b0', start: 13, end: 16 })
    t.match(off, { ok: false, reason: 'mismatch', candidates: [{ text: 'نحن', start: 14 }] })
    const other = locate(blocks, { text: 'نحن', blockKey: 'b1' })
    t.match(other, { ok: false, reason: 'mismatch', candidates: [{ blockKey: 'b0' }] })
    const wrong = locate(blocks, { text: 'nothing', blockKey: 'b1', start: 0, end: 3 })
    t.match(wrong, { ok: false, reason: 'mismatch', candidates: [{ text: 'The' }] })
  })

  t.test('a half place narrows words', async (t) => {
    t.match(locate(blocks, { text: 'we are', start: 37 }), { ok: true, span: { start: 37, end: 43 } })
    t.match(locate(blocks, { text: 'we are', end: 22 }), { ok: true, span: { start: 16 } })
  })

  t.test('words that stand twice are ambiguous, until their context tells them apart', async (t) => {
    const twice = locate(blocks, { text: 'we are' })
    t.match(twice, { ok: false, reason: 'ambiguous', candidates: [{ start: 16 }, { start: 37 }] })
    t.match(locate(blocks, { text: 'we are', prefix: 'and "' }), { ok: true, span: { start: 37 } })
    t.match(locate(blocks, { text: 'we are', suffix: ' ready' }), { ok: true, span: { start: 16 } })
    t.match(locate(blocks, { text: 'we are', prefix: 'elsewhere' }), { ok: false, reason: 'ambiguous' })
  })

  t.test('whole words win over the same letters inside a word', async (t) => {
    t.match(locate(body('partly art'), { text: 'art' }), { ok: true, span: { start: 7 } })
    t.match(locate(body('😀a𝒷 𝒷 c'), { text: '𝒷' }), { ok: true, span: { start: 4 } })
  })

  t.test('words that stand nowhere bring what is like them, spelling never being forgiven', async (t) => {
    const corrected = locate(blocks, { text: 'نحن مستعدّون للحوار' })
    t.match(corrected, { ok: false, reason: 'not-found', candidates: [{ text: 'نحن مستعدون للحوار', start: 14 }] })
    t.match(locate(blocks, { text: 'we are reedy' }), { candidates: [{ text: 'we are ready' }] })
    t.strictSame(locate(blocks, { text: 'something else altogether' }), {
      ok: false,
      reason: 'not-found',
      candidates: [],
    })
    t.strictSame(locate(blocks, { text: '§§' }), { ok: false, reason: 'not-found', candidates: [] })
    const long = Array.from({ length: 150 }, (_, i) => `word${i} `).join('')
    const longBody = body(`Before. ${long.replace('word3 ', 'work ')}after.`)
    t.match(locate(longBody, { text: `${long}x` }), { reason: 'not-found', candidates: [{ blockKey: 'b0' }] })
  })

  t.test('places that cannot be are refused', async (t) => {
    t.match(locate(blocks, { blockKey: 'nope', start: 0, end: 1 }), { reason: 'no-such-block', candidates: [] })
    t.match(locate(blocks, { text: 'نحن', blockKey: 'nope' }), { reason: 'no-such-block', candidates: [{ start: 14 }] })
    for (const [start, end] of [
      [-1, 2],
      [3, 3],
      [0, 1000],
      [0.5, 2],
      [0, Number.NaN],
    ] as const) {
      t.match(locate(blocks, { blockKey: 'b0', start, end }), { reason: 'out-of-range' }, `${start} to ${end}`)
    }
    t.match(locate(body('a😀'), { blockKey: 'b0', start: 0, end: 3 }), { reason: 'out-of-range' })
    t.match(locate(blocks, {}), { reason: 'incomplete' })
    t.match(locate(blocks, { text: '' }), { reason: 'incomplete' })
    t.match(locate(blocks, { blockKey: 'b0', start: 1 }), { reason: 'incomplete' })
  })

  t.test('a span never splits a character as a reader sees it', async (t) => {
    const joined = body('قال كتبَ ثم 👩‍🚀 ذهب')
    t.match(locate(joined, { text: 'كتب' }), { reason: 'splits-grapheme', candidates: [{ text: 'كتبَ' }] })
    t.match(locate(joined, { blockKey: 'b0', start: 12, end: 13 }), {
      reason: 'splits-grapheme',
      candidates: [{ text: '👩‍🚀' }],
    })
    t.match(locate(joined, { text: '👩‍🚀' }), { ok: true, span: { start: 12, end: 15 } })
  })

  t.test('candidates are bounded, and so is the search for similar words', async (t) => {
    const many = locate(body('x '.repeat(2000)), { text: 'x' })
    t.match(many, { reason: 'ambiguous' })
    t.equal(many.ok || many.candidates.length, 20)
    const large = body(...Array.from({ length: 400 }, (_, i) => `كلام كثير رقم ${i} لا يشبه شيئا. `.repeat(20)))
    const wanted = Array.from({ length: 200 }, (_, i) => ({ text: `عبارة لا توجد ${i}` }))
    const similarPlaces = similarPlacesIn(large)
    for (const one of wanted) t.match(locate(large, one, similarPlaces), { ok: false, reason: 'not-found' })
  })

  t.test('context counts code points', async (t) => {
    t.strictSame(context('😀😀ab', 1, 3), { prefix: '😀', suffix: 'b' })
    const long = '😀'.repeat(50)
    t.equal([...context(`${long}x${long}`, 50, 51).suffix].length, 32)
  })
})

t.test('similarity is counted on folded letters', async (t) => {
  t.equal(similarity('إسناد', 'اسناد'), 1)
  t.equal(similarity('مدرسة  كبيرة', '"مَدرسه كبيـــرة"'), 1)
  t.equal(similarity('عز الدين', 'عزالدين'), 1)
  t.equal(similarity('abcd', 'abcx'), 0.75)
  t.equal(similarity('abcd', ''), 0)
  t.equal(similarity('', ''), 1)
  t.equal(similarity('!', '!'), 1)
  t.equal(similarity('!', '?'), 0)
})

t.test('finding quotations in a text', async (t) => {
  const read = (text: string) =>
    quotations(text).map(
      ({ start, end, depth, defect }) =>
        [[...text].slice(start, end).join(''), depth, ...(defect ? [defect] : [])] as const,
    )
  const cases: [string, ReturnType<typeof read>][] = [
    [
      'قال "نعم" و"لا".',
      [
        ['نعم', 0],
        ['لا.', 0],
      ].map(([a, b]) => [String(a).replace('لا.', 'لا'), b] as [string, number]),
    ],
    [
      'He said “yes” and «no» ‹ok›',
      [
        ['yes', 0],
        ['no', 0],
        ['ok', 0],
      ],
    ],
    ['Il dit « oui » hier', [['oui', 0]]],
    ['Er sagte „ja“ dazu', [['ja', 0]]],
    [
      '»ja« und ”ja”',
      [
        ['ja', 0],
        ['ja', 0],
      ],
    ],
    [
      'He said "she said "no" to me" then',
      [
        ['she said "no" to me', 0],
        ['no', 1],
      ],
    ],
    [
      '«a “b «c» d” e»',
      [
        ['a “b «c» d” e', 0],
        ['b «c» d', 1],
        ['c', 2],
      ],
    ],
    ['😀 "x"', [['x', 0]]],
    ['a 5" pipe', []],
    ['“mixed" marks', [['mixed', 0, 'wrong-mark']]],
    ['"goes on', [['goes on', 0, 'unclosed']]],
    [
      '“goes «on',
      [
        ['goes «on', 0, 'unclosed'],
        ['on', 1, 'unclosed'],
      ],
    ],
    [
      '«a “b» c',
      [
        ['a “b', 0],
        ['b', 1, 'unclosed'],
      ],
    ],
    ['to its end".', [['to its end', 0, 'unopened']]],
    [
      'to "its" end"',
      [
        ['to "its" end', 0, 'unopened'],
        ['its', 1],
      ],
    ],
    [
      'to its end» and "more"',
      [
        ['to its end', 0, 'unopened'],
        ['more', 0],
      ],
    ],
    [
      'odd"one"out "here"',
      [
        ['one', 0, 'unbalanced'],
        ['here', 0, 'unbalanced'],
      ],
    ],
    ['none', []],
  ]
  for (const [text, expected] of cases) t.strictSame(read(text), expected, text)
})

t.test('an edit that leaves the words', async (t) => {
  const blocks = body('تمهيد قصير.', 'وقال العمدة "سنفتح الجسر الجديد في الربيع" خلال اللقاء.', 'خاتمة.')
  const quote = span(blocks, 'سنفتح الجسر الجديد في الربيع')
  const [, second] = blocks as [TextBlock, TextBlock, TextBlock]

  t.test('in an untouched block leaves the span as it is', async (t) => {
    t.strictSame(reanchor(blocks, [second], [quote]), [{ anchor: 'exact', span: quote, similarity: 1 }])
  })

  t.test('but changes the text around them is exact, with new offsets and context', async (t) => {
    const after = [{ key: 'b1', text: 'وأعلن عمدة المدينة "سنفتح الجسر الجديد في الربيع" مساء.' }]
    const [result] = reanchor(blocks, after, [quote])
    t.match(result, { anchor: 'exact', span: { start: 20, prefix: 'وأعلن عمدة المدينة "', suffix: '" مساء.' } })
  })

  t.test('corrects only their spelling or marks is exact and carries the new spelling', async (t) => {
    for (const words of [
      'سنفتحُ الجسرَ الجديد في الربيعِ',
      'سنفتح  الجسر الجديد فى الربيـع',
      'سنفتح الجسر «الجديد» في الربيع',
    ]) {
      const after = [{ key: 'b1', text: `وقال العمدة «${words}» خلال اللقاء.` }]
      t.match(reanchor(blocks, after, [quote]), [{ anchor: 'exact', span: { text: words }, similarity: 1 }], words)
    }
  })

  t.test('gives their paragraph another key is moved', async (t) => {
    const after = [{ key: 'new', text: second.text }, ...body('شيء آخر تماما.')]
    t.match(reanchor(blocks, after, [quote]), [{ anchor: 'moved', span: { blockKey: 'new', text: quote.text } }])
  })

  t.test('carries their sentence into another paragraph is moved', async (t) => {
    const after = body('تمهيد قصير. وقال العمدة "سنفتح الجسر الجديد في الربيع".', 'كلام جديد لا صلة له.', 'خاتمة.')
    t.match(reanchor(blocks, after, [quote]), [{ anchor: 'moved', span: { blockKey: 'b0', text: quote.text } }])
  })

  t.test('splits or joins paragraphs keeps them', async (t) => {
    const long = body('أول الكلام هنا طويل بما يكفي ليبقى. ثم قال "لا أحد يعرف الجواب" وانصرف إلى بيته.', 'ختام.')
    const one = span(long, 'لا أحد يعرف الجواب')
    const split = [
      { key: 'b0', text: 'أول الكلام هنا طويل بما يكفي ليبقى.' },
      { key: 'n', text: 'ثم قال "لا أحد يعرف الجواب" وانصرف إلى بيته.' },
      { key: 'b1', text: 'ختام.' },
    ]
    t.match(reanchor(long, split, [one]), [{ anchor: 'moved', span: { blockKey: 'n', text: one.text } }])
    const [moved] = reanchor(long, split, [one])
    t.match(reanchor(split, long, [moved?.span as AnchoredSpan]), [{ anchor: 'moved', span: one }])
  })
})

t.test('an edit that changes the words', async (t) => {
  const blocks = body('He said "we will open the new bridge in early spring" at noon.')
  const quote = span(blocks, 'we will open the new bridge in early spring')
  const edited = (words: string) => reanchor(blocks, body(`He said "${words}" at noon.`), [quote])[0]

  t.test('a little is fuzzy and carries the new words, whichever word it is', async (t) => {
    for (const words of [
      'we will open the new bridge in late spring',
      'they will open the new bridge in early spring',
      'we will open the new bridge in early summer',
      'we will never open the new bridge in early spring',
      'we will open the bridge in early spring',
      'open the new bridge in early spring',
    ]) {
      const result = edited(words)
      t.match(result, { anchor: 'fuzzy', span: { text: words, start: 9 } }, words)
      t.equal(result?.similarity, similarity(quote.text, words))
    }
  })

  t.test('by adding to them between the marks is a change', async (t) => {
    t.match(edited('never: we will open the new bridge in early spring'), {
      anchor: 'fuzzy',
      span: { text: 'never: we will open the new bridge in early spring' },
    })
    t.match(edited('we will open the new bridge in early spring or so'), { anchor: 'fuzzy' })
    const short = body('قال "نقبل" ومضى.')
    const denied = reanchor(short, body('قال "لن نقبل" ومضى.'), [span(short, 'نقبل')])
    t.match(denied, [{ anchor: 'drifted', candidate: { text: 'لن نقبل' } }])
  })

  t.test('beyond the limit has drifted: the span stays, with the rest as its candidate', async (t) => {
    const result = edited('the new bridge in spring')
    t.match(result, { anchor: 'drifted', span: quote, candidate: { text: 'the new bridge in spring' } })
    t.ok((result?.similarity ?? 1) < 0.75)
  })

  t.test('to nothing has drifted without a candidate', async (t) => {
    const [result] = reanchor(blocks, body('He said nothing at noon.'), [quote])
    t.strictSame(result, { anchor: 'drifted', span: quote, similarity: 0 })
    t.strictSame(reanchor(blocks, [], [quote]), [{ anchor: 'drifted', span: quote, similarity: 0 }])
  })

  t.test('and moves them to another paragraph is fuzzy', async (t) => {
    const after = body(
      'Quite another paragraph now stands here.',
      'Later: "we shall open the new bridge in early spring".',
    )
    t.match(reanchor(blocks, after, [quote]), [
      { anchor: 'fuzzy', span: { blockKey: 'b1', text: 'we shall open the new bridge in early spring' } },
    ])
  })

  t.test('keeps a clitic and an ending outside the span', async (t) => {
    const clitic = body('وقالت إن بمدرستها خمسة فصول كبيرة.')
    const inner = locate(clitic, { blockKey: 'b0', start: 10, end: 21 })
    t.match(inner, { ok: true, span: { text: 'مدرستها خمس' } })
    const after = body('وذكرت أيضا إن بمدرستها خمسة فصول كبيرة جدا.')
    t.match(reanchor(clitic, after, [inner.ok ? inner.span : quote]), [
      { anchor: 'exact', span: { text: 'مدرستها خمس' } },
    ])
  })

  t.test('keeps the punctuation that belonged to the span', async (t) => {
    const stop = body('He said "... no. "Never" is final." and left.')
    const one = span(stop, '... no. "Never" is final.')
    const after = body('Then she said: «... no. “Never” is final.» and left.')
    t.match(reanchor(stop, after, [one]), [{ anchor: 'exact', span: { text: '... no. “Never” is final.' } }])
    const nested = span(stop, '"Never"')
    t.match(reanchor(stop, after, [nested]), [{ anchor: 'exact', span: { text: '“Never”' } }])
  })
})

t.test('words that stood elsewhere in the old body are no new place', async (t) => {
  const words = 'نرفض كل ما يمس سيادة البلاد'
  const blocks = body(`العنوان: ${words}`, `وقال الناطق "${words}" مساء أمس.`, 'خاتمة.')
  const quote = span(blocks, words, 1)
  t.equal(quote.blockKey, 'b1')

  t.test('neither in an unchanged block', async (t) => {
    const after = body(`العنوان: ${words}`, 'وقال الناطق كلاما مساء أمس.', 'خاتمة.')
    t.match(reanchor(blocks, after, [quote]), [{ anchor: 'drifted' }])
  })

  t.test('nor in a block that has changed around them', async (t) => {
    const after = body(`العنوان اليوم: ${words}!`, 'وقال الناطق كلاما مساء أمس.', 'خاتمة.')
    t.match(reanchor(blocks, after, [quote]), [{ anchor: 'drifted' }])
  })

  t.test('nor when they have been changed there', async (t) => {
    const after = body(`العنوان: ${words.replace('كل', 'أي')}`, 'وقال الناطق كلاما مساء أمس.', 'خاتمة.')
    t.match(reanchor(blocks, after, [quote]), [{ anchor: 'drifted' }])
  })

  t.test('nor when like words are carried into a new block', async (t) => {
    const like = words.replace('كل', 'أي')
    const filler = 'وهذا نص طويل جديد لا صلة له بما كان من قبل في هذا الموضع من المقال. '.repeat(3)
    const old = [{ key: 'x', text: `العنوان: ${like}` }, ...blocks.slice(1)]
    const after = [
      { key: 'y', text: `${filler}${like}. ${filler}` },
      { key: 'b2', text: 'خاتمة.' },
    ]
    t.match(reanchor(old, after, [quote]), [{ anchor: 'drifted' }])
  })

  t.test('short words found by chance are none either', async (t) => {
    const small = body('وقال "خط أحمر" أمس.', 'نص.')
    const after = body('وصمت أمس.', 'نص. ورسم الطفل خط أحمر على الجدار الطويل.')
    t.match(reanchor(small, after, [span(small, 'خط أحمر')]), [{ anchor: 'drifted' }])
  })

  t.test('two equal new places decide nothing', async (t) => {
    const filler = 'وهذا نص طويل جديد لا صلة له بما كان من قبل في هذا الموضع من المقال'
    const after = ['x', 'y'].map((key) => ({ key, text: `${filler} ${key}: ${words}. ${filler} ${filler}` }))
    t.match(reanchor([blocks[1] as TextBlock], after, [quote]), [{ anchor: 'drifted' }])
    t.match(reanchor([blocks[1] as TextBlock], after.slice(1), [quote]), [{ anchor: 'moved', span: { blockKey: 'y' } }])
  })
})

t.test('several spans', async (t) => {
  t.test('of equal words stay apart and in order', async (t) => {
    const blocks = body('"نعم" قالها مرة، ثم "نعم" قالها أخرى، ثم "نعم" في الختام.')
    const spans = [0, 1, 2].map((nth) => span(blocks, 'نعم', nth))
    const after = body('«نعم» قالها مرة بهدوء، ثم «نعم» قالها أخرى، ثم «نعم» في الختام.')
    const starts = reanchor(blocks, after, spans).map((one) => one.span.start)
    t.strictSame(starts, [1, 27, 48])
    const told = body('"نعم" قالها زيد. ورد عمرو "نعم" بهدوء. وختم بكر "نعم" أخيرا.')
    const three = [0, 1, 2].map((nth) => span(told, 'نعم', nth))
    const fewer = reanchor(told, body('"نعم" قالها زيد. وختم بكر "نعم" أخيرا.'), three)
    t.strictSame(
      fewer.map(({ anchor }) => anchor),
      ['exact', 'drifted', 'exact'],
    )
  })

  t.test('that are nested stay nested', async (t) => {
    const blocks = body('He said "I told them "never again" twice" today.')
    const quotes = [[span(blocks, 'I told them "never again" twice')], [span(blocks, 'never again')]]
    const after = body('Yesterday he said «I told them “never again” twice» to us.')
    t.match(reanchorAll(blocks, after, quotes), [
      [{ anchor: 'exact', span: { text: 'I told them “never again” twice' } }],
      [{ anchor: 'exact', span: { text: 'never again' } }],
    ])
  })

  t.test('of two quotes may change places, those of one may not', async (t) => {
    const [a, b] = ['the first statement of the day', 'another thing that was said']
    const blocks = body(`One said "${a}". Somebody answered "${b}".`)
    const after = body(`Somebody answered "${b}". One said "${a}".`)
    const spans = [span(blocks, a), span(blocks, b)]
    const apart = reanchorAll(blocks, after, [[spans[0] as AnchoredSpan], [spans[1] as AnchoredSpan]]).flat()
    t.strictSame(
      apart.map(({ anchor }) => anchor),
      ['exact', 'exact'],
    )
    const together = reanchor(blocks, after, spans).map(({ anchor }) => anchor)
    t.strictSame(together.sort(), ['drifted', 'exact'])
  })
})

t.test('of two sentences that begin alike, the one that was removed takes its quote along', async (t) => {
  const both = body('"نعم" قالها زيد أمس. "نعم" قالها عمرو اليوم. وانتهى اللقاء.')
  const spans = [span(both, 'نعم', 0), span(both, 'نعم', 1)]
  const anchors = (after: string) => reanchor(both, body(after), spans).map(({ anchor }) => anchor)
  t.strictSame(anchors('"نعم" قالها عمرو اليوم. وانتهى اللقاء.'), ['drifted', 'exact'])
  t.strictSame(anchors('"نعم" قالها زيد أمس. وانتهى اللقاء.'), ['exact', 'drifted'])
  const [only] = reanchor(body('"نعم" قالها عمرو اليوم. وانتهى اللقاء.'), both, [
    span(body('"نعم" قالها عمرو اليوم. وانتهى اللقاء.'), 'نعم'),
  ])
  t.match(only, { anchor: 'exact', span: { start: 22 } })
})

t.test('a long block that has changed in many places is followed word by word', async (t) => {
  const words = Array.from({ length: 900 }, (_, i) => (i % 3 === 0 ? 'the' : `word${(i * 37) % 700}`))
  const blocks = body(words.join(' '))
  const quote = span(blocks, words.slice(400, 412).join(' '))
  const after = body(
    words
      .map((word, i) => (i % 50 === 7 ? 'changed' : word))
      .toSpliced(100, 0, 'more', 'words')
      .join(' '),
  )
  t.match(reanchor(blocks, after, [quote]), [
    { anchor: 'fuzzy', span: { text: words.slice(400, 412).with(7, 'changed').join(' ') } },
  ])
  const rewritten = body(
    words
      .map((word, i) => (i % 2 ? `other${i}` : word))
      .reverse()
      .join(' '),
  )
  t.match(reanchor(blocks, rewritten, [quote]), [{ anchor: 'drifted' }])
})

t.test('a drifted span', async (t) => {
  const blocks = body('وقال "سنعود إلى القرية بعد الحصاد" ثم مضى.')
  const quote = span(blocks, 'سنعود إلى القرية بعد الحصاد')
  const without = body('ثم مضى.')
  const [lost] = reanchor(blocks, without, [quote])

  t.test('comes back when its words do', async (t) => {
    t.equal(lost?.anchor, 'drifted')
    t.match(reanchor(without, blocks, [lost?.span as AnchoredSpan]), [{ anchor: 'exact', span: quote }])
  })

  t.test('comes back with the one inside it, but not with one from elsewhere', async (t) => {
    const inner = span(blocks, 'بعد الحصاد')
    const both = [[{ ...quote, drifted: true }], [{ ...inner, drifted: true }]]
    t.match(reanchorAll(without, blocks, both), [[{ anchor: 'exact' }], [{ anchor: 'exact', span: inner }]])
    const apart = [[{ ...quote, drifted: true }], [{ ...quote, start: 100, end: 127, drifted: true }]]
    t.match(reanchorAll(without, blocks, apart), [[{ anchor: 'exact' }], [{ anchor: 'drifted' }]])
  })

  t.test('does not take the words of another that now stand at its offsets', async (t) => {
    const both = body('"نعم" قالها زيد أمس. "نعم" قالها عمرو اليوم.')
    const one = body('"نعم" قالها عمرو اليوم.')
    const first = span(both, 'نعم')
    t.match(reanchor(both, one, [first]), [{ anchor: 'drifted', span: first }])
    const later = body('"نعم" قالها عمرو اليوم مساء.')
    t.strictSame(reanchor(one, later, [{ ...first, drifted: true }]), [
      { anchor: 'drifted', span: first, similarity: 0 },
    ])
  })

  t.test('does not settle on the rest of its words when the block changes again', async (t) => {
    const cut = body('وقال الرجل لنا "بعد الحصاد" ثم مضى.')
    const [first] = reanchor(blocks, cut, [quote])
    t.match(first, { anchor: 'drifted', candidate: { text: 'بعد الحصاد' } })
    const again = body('وقال الرجل لنا "بعد الحصاد" ثم مضى إلى داره.')
    t.match(reanchor(cut, again, [quote]), [{ anchor: 'drifted' }])
  })
})

t.test('signs without letters are followed where they stand once', async (t) => {
  const blocks = body('She answered "👍" and left.')
  const after = body('She only answered “👍” and left.')
  t.match(reanchor(blocks, after, [span(blocks, '👍')]), [{ anchor: 'exact', span: { start: 19, end: 20 } }])
  t.match(reanchor(blocks, body('She “👍👍” left.'), [span(blocks, '👍')]), [{ anchor: 'drifted' }])
  t.match(reanchor(blocks, [], [span(blocks, '👍')]), [{ anchor: 'drifted' }])
})

t.test('for any bodies, spans and edits', async (t) => {
  const word = fc.constantFrom(
    'قال',
    'نعم',
    'إنّ',
    'مدرسة',
    'الحوار',
    'لا',
    'river',
    'stone',
    '😀',
    'كتبَ',
    '👩‍🚀',
    'the',
    '5',
  )
  const text = fc
    .array(fc.tuple(word, fc.constantFrom(' ', ' ', ' ', '، ', ' "', '" ', '. ', ' «', '» ')), {
      minLength: 1,
      maxLength: 30,
    })
    .map((parts) => parts.flat().join('').trim())
  const edit = fc.record({ at: fc.nat(), kind: fc.nat(7), word, text, place: fc.nat() })
  const cases = fc.record({
    texts: fc.array(text, { minLength: 1, maxLength: 5 }),
    places: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(12)), { minLength: 1, maxLength: 6 }),
    edits: fc.array(edit, { maxLength: 5 }),
  })

  const build = ({
    texts,
    places,
    edits,
  }: {
    texts: string[]
    places: [number, number, number][]
    edits: EditOf<typeof edit>[]
  }) => {
    const before = body(...texts)
    const after = edits.reduce(applyEdit, before)
    const spans = places.flatMap(([at, from, length]) => {
      const { key, text } = before[at % before.length] as TextBlock
      const start = from % [...text].length
      const found = locate(before, { blockKey: key, start, end: Math.min([...text].length, start + length + 1) })
      return found.ok ? [found.span] : found.candidates.slice(0, 1)
    })
    // Two spans on the same words may stay on the same words; here they start apart.
    const apart = spans
      .sort(
        (a, b) =>
          before.findIndex(({ key }) => key === a.blockKey) - before.findIndex(({ key }) => key === b.blockKey) ||
          a.start - b.start,
      )
      .filter(
        (one, i, all) => !all.slice(0, i).some((other) => other.blockKey === one.blockKey && other.end > one.start),
      )
    return { before, after, spans: apart }
  }

  t.test('an anchored span says what stands at its offsets, and the same words where it says so', async () => {
    fc.assert(
      fc.property(cases, (input) => {
        const { before, after, spans } = build(input)
        for (const [i, { anchor, span, similarity: alike, candidate }] of reanchor(before, after, spans).entries()) {
          const old = spans[i] as AnchoredSpan
          const shown = anchor === 'drifted' ? candidate : span
          if (shown && sliceOf(after, shown) !== shown.text) return false
          if (shown && locate(after, { ...shown, text: undefined }).ok === false) return false
          if (anchor === 'drifted' && JSON.stringify(span) !== JSON.stringify(old)) return false
          if (anchor !== 'drifted' && alike !== similarity(old.text, span.text)) return false
          if ((anchor === 'exact' || anchor === 'moved') !== (alike === 1)) return false
          if (anchor === 'fuzzy' && alike < 0.75) return false
          if (anchor === 'exact' && span.blockKey !== old.blockKey) return false
          if (anchor === 'moved' && span.blockKey === old.blockKey) return false
        }
        return true
      }),
      { numRuns: 600 },
    )
  })

  t.test('spans never overlap and keep their order within a block', async () => {
    fc.assert(
      fc.property(cases, (input) => {
        const { before, after, spans } = build(input)
        const results = reanchor(before, after, spans)
        const placed = results.flatMap(({ anchor, span }, i) =>
          anchor === 'drifted' ? [] : [{ old: spans[i] as AnchoredSpan, now: span }],
        )
        return placed.every((a, i) =>
          placed.slice(i + 1).every((b) => {
            if (a.now.blockKey !== b.now.blockKey) return true
            if (a.now.start < b.now.end && b.now.start < a.now.end) return false
            return a.old.blockKey !== b.old.blockKey || a.now.start < b.now.start
          }),
        )
      }),
      { numRuns: 600 },
    )
  })

  t.test('re-anchoring is repeatable, and what was found stays where it was found', async () => {
    fc.assert(
      fc.property(cases, (input) => {
        const { before, after, spans } = build(input)
        const results = reanchor(before, after, spans)
        if (JSON.stringify(reanchor(before, after, spans)) !== JSON.stringify(results)) return false
        const found = results.map(({ anchor, span }) => ({ ...span, drifted: anchor === 'drifted' }))
        return reanchor(after, after, found).every(({ anchor, span }, i) => {
          const first = results[i] as ReanchoredSpan
          const stays = first.anchor === 'drifted' ? 'drifted' : 'exact'
          return anchor === stays && JSON.stringify(span) === JSON.stringify(first.span)
        })
      }),
      { numRuns: 600 },
    )
  })

  t.test('an edit elsewhere and an edit undone leave every span as it was', async () => {
    fc.assert(
      fc.property(cases, (input) => {
        const { before, spans } = build(input)
        const around = [{ key: 'x', text: 'شيء جديد' }, ...before, { key: 'y', text: 'the end' }]
        return [around, before].every((after) =>
          reanchor(before, after, spans).every(
            ({ anchor, span }, i) => anchor === 'exact' && JSON.stringify(span) === JSON.stringify(spans[i]),
          ),
        )
      }),
      { numRuns: 200 },
    )
  })
})

type EditOf<A> = A extends fc.Arbitrary<infer T> ? T : never

function applyEdit(
  blocks: TextBlock[],
  { at, kind, word, text, place }: { at: number; kind: number; word: string; text: string; place: number },
): TextBlock[] {
  const index = at % Math.max(1, blocks.length)
  const block = blocks[index]
  if (!block || kind === 0) return [...blocks.slice(0, index), { key: `n${at}-${place}`, text }, ...blocks.slice(index)]
  const words = block.text.split(' ')
  const spot = place % words.length
  const rest = blocks.filter((_, i) => i !== index)
  const swap = (changed: string) => blocks.map((one, i) => (i === index ? { key: one.key, text: changed } : one))
  switch (kind) {
    case 1:
      return rest
    case 2:
      return [...rest.slice(0, place % blocks.length), block, ...rest.slice(place % blocks.length)]
    case 3:
      return swap(words.with(spot, word).join(' '))
    case 4:
      return swap(words.toSpliced(spot, 2).join(' '))
    case 5:
      return swap(words.toSpliced(spot, 0, word, word).join(' '))
    case 6:
      return swap(block.text.replace(/"/g, '»').replace(/[إأ]/g, 'ا').replace(/ة/g, 'ه'))
    default:
      return swap(`${words.slice(spot).join(' ')} ${words.slice(0, spot).join(' ')}`)
  }
}
