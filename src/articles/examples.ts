/** An article with a quote, as the OpenAPI document shows it. Its text is fiction, written for this project. */
export const articleExample = {
  externalId: 'desk-2026-0412',
  lang: 'ar',
  title: 'مرسى الرمل بين الملح والماء',
  summary: 'مدينة خيالية تبحث عن ماء يكفي صيفها.',
  body: {
    format: 'markdown',
    content: 'يبدأ الصيف مبكرا في مرسى الرمل.\n\n## سباق مع الحر\n\nيقول الطويل لـ"ساحل نيوز": "الماء لا ينتظر أحدا".',
  },
  section: 'اقتصاد',
  tags: ['المياه'],
  authors: [{ name: 'ليلى حمدان' }],
  sourceId: 'ext:sahil-news',
  status: 'draft',
  quotes: [
    {
      kind: 'direct',
      spans: [{ text: 'الماء لا ينتظر أحدا' }],
      analystId: 'ext:salem',
      mention: { kind: 'surname', text: 'الطويل' },
      cue: 'يقول',
      toldToId: 'ext:sahil-news',
    },
  ],
}

/** A change to it. */
export const articlePatchExample = { status: 'published', summary: null }
