import { directionOf } from '../../text/direction.ts'

/** What stands before the parts of an article that are not its text. */
export interface Labels {
  subtitle: string
  summary: string
  authors: string
  published: string
  section: string
  tags: string
  pictureAddress: string
  alt: string
  caption: string
  credit: string
  voices: string
  corrections: string
  source: string
  /** Stands before the name of whom a statement was made to. */
  toldTo: string
  language: string
}

/** Every language that there are labels in; what is written in another gets the English ones. */
export const allLabels: Record<string, Labels> = {
  ar: {
    subtitle: 'عنوان فرعي',
    summary: 'الملخص',
    authors: 'الكاتب',
    published: 'تاريخ النشر',
    section: 'القسم',
    tags: 'الوسم',
    pictureAddress: 'رابط الصورة',
    alt: 'وصف الصورة',
    caption: 'الصورة',
    credit: 'مصدر الصورة',
    voices: 'المتحدثون',
    corrections: 'تصويب',
    source: 'المصدر',
    toldTo: 'في تصريح إلى',
    language: 'اللغة',
  },
  en: {
    subtitle: 'Subtitle',
    summary: 'Summary',
    authors: 'By',
    published: 'Published',
    section: 'Section',
    tags: 'Tag',
    pictureAddress: 'Picture address',
    alt: 'Picture description',
    caption: 'Picture',
    credit: 'Credit',
    voices: 'Voices',
    corrections: 'Correction',
    source: 'Source',
    toldTo: 'to',
    language: 'Language',
  },
  fr: {
    subtitle: 'Sous-titre',
    summary: 'Résumé',
    authors: 'Par',
    published: 'Publié',
    section: 'Rubrique',
    tags: 'Mot-clé',
    pictureAddress: 'Adresse de l’image',
    alt: 'Description de l’image',
    caption: 'Image',
    credit: 'Crédit',
    voices: 'Intervenants',
    corrections: 'Rectificatif',
    source: 'Source',
    toldTo: 'à',
    language: 'Langue',
  },
}

/** The labels of a language. */
export function labelsOf(lang: string): Labels {
  return allLabels[languageOfLabels(lang)] as Labels
}

/** A label in HTML, which says its language where that is not the one around it. */
export function labelIn(lang: string, name: keyof Labels): string {
  const [own, label] = [languageOfLabels(lang), labelsOf(lang)[name]]
  return lang.split('-')[0] === own ? label : `<span lang="${own}" dir="${directionOf(own)}">${label}</span>`
}

/** What stands between two names: the comma of the script, and a space. */
export function commaIn(lang: string): string {
  return new Intl.Locale(lang).maximize().script === 'Arab' ? '، ' : ', '
}

function languageOfLabels(lang: string): string {
  const [primary = ''] = lang.split('-')
  return Object.hasOwn(allLabels, primary) ? primary : 'en'
}
