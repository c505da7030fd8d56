/** What stands before the parts of an article that are not its text. */
export interface Labels {
  subtitle: string
  summary: string
  authors: string
  published: string
  caption: string
  credit: string
  voices: string
  corrections: string
  source: string
  language: string
}

/** Every language that there are labels in; what is written in another gets the English ones. */
export const allLabels: Record<string, Labels> = {
  ar: {
    subtitle: 'عنوان فرعي',
    summary: 'الملخص',
    authors: 'الكاتب',
    published: 'تاريخ النشر',
    caption: 'الصورة',
    credit: 'مصدر الصورة',
    voices: 'المتحدثون',
    corrections: 'تصويب',
    source: 'المصدر',
    language: 'اللغة',
  },
  en: {
    subtitle: 'Subtitle',
    summary: 'Summary',
    authors: 'By',
    published: 'Published',
    caption: 'Picture',
    credit: 'Credit',
    voices: 'Voices',
    corrections: 'Correction',
    source: 'Source',
    language: 'Language',
  },
}

/** The labels of a language. */
export function labelsOf(lang: string): Labels {
  return (allLabels[lang.split('-')[0] as string] ?? allLabels.en) as Labels
}
