import type { World } from '../helper.ts'

/** An article with a translation, people and organisations of both scripts, and whatever could break a page. */
export async function createSample({ create }: Pick<World, 'create'>): Promise<any> {
  await create('sources', { externalId: 'outlet', name: 'ساحل نيوز', names: { en: 'Sahil News' }, kind: 'outlet' })
  await create('sources', { externalId: 'office', name: 'هيئة المياه', kind: 'government' })
  await create('analysts', {
    externalId: 'salem',
    name: 'سالم الطويل',
    names: { en: 'Salem al-Tawil' },
    roles: [{ title: 'وزير', affiliation: 'ext:office', from: '2026' }],
    bio: 'باحث <b>معروف</b>',
  })
  const arabic = await create('articles', {
    externalId: 'water-ar',
    lang: 'ar',
    title: 'سد <القطاة> & "البحر"',
    subtitle: 'ماء وملح',
    section: 'مياه',
    tags: ['المياه & الملح'],
    authors: [{ name: 'Laila Hamdan', url: 'https://example.org/laila' }],
    image: { url: 'https://example.org/dam.jpg', alt: 'سد "قديم"', caption: 'السد عند الغروب', credit: 'Reuters' },
    sourceId: 'ext:outlet',
    status: 'published',
    publishAt: '2025-01-01T00:00:00Z',
    corrections: [{ at: '2025-02-01T00:00:00Z', note: 'صُحّح <الاسم>' }],
    body: {
      format: 'markdown',
      content: [
        '## السد',
        'قال الطويل: "الماء حق [للجميع](https://example.org/x)"، إذ أن "السد لا يكفي".',
        'وقالت الهيئة إن "الحل قريب" اليوم.',
      ].join('\n\n'),
    },
    quotes: [
      {
        externalId: 'q1',
        kind: 'direct',
        spans: [{ text: 'الماء حق للجميع' }, { text: 'السد لا يكفي' }],
        analystId: 'ext:salem',
        role: 'باحث في <المياه>',
        toldToId: 'ext:outlet',
      },
      { externalId: 'q2', kind: 'mixed', spans: [{ text: 'الحل قريب' }], sourceId: 'ext:office' },
      { externalId: 'q3', kind: 'indirect', text: 'لا ماء بعد اليوم', analystId: 'ext:salem' },
    ],
  })
  await create('articles', {
    externalId: 'water-en',
    lang: 'en',
    title: 'The dam & the sea',
    translationOf: 'ext:water-ar',
    status: 'published',
    publishAt: '2025-01-02T00:00:00Z',
    body: { format: 'text', content: 'Al-Tawil said: "Water is everybody\'s right."' },
    quotes: [{ kind: 'direct', text: "Water is everybody's right", analystId: 'ext:salem', role: 'researcher' }],
  })
  return arabic
}
