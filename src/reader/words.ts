/** What the pages say themselves. */
export interface Words {
  site: string
  motto: string
  skip: string
  editions: string
  latest: string
  older: string
  first: string
  nothing: string
  by: string
  minutes(count: number): string
  corrections: string
  source: string
  voices: string
  voice: string
  statements(count: number): string
  kinds: { direct: string; mixed: string; indirect: string }
  /** With the space behind it, where the language writes one. */
  toldTo: string
  comma: string
  translations: string
  share: string
  mail: string
  original: string
  related: string
  roles: string
  quotesOf: string
  since: string
  until: string
  otherNames: string
  made: string
  reference: string
  missing: string
  missingWhy: string
  withdrawn: string
  withdrawnWhy: string
  refused: string
  refusedWhy: string
}

/** By language; the direction follows from it. */
export const words: Record<string, Words> = {
  ar: {
    site: 'إسناد',
    motto: 'تحليل يُنسَب كل قول فيه إلى قائله',
    skip: 'إلى المحتوى',
    editions: 'اللغات',
    latest: 'أحدث التحليلات',
    older: 'ما قبلها',
    first: 'إلى الأحدث',
    nothing: 'لا مواد هنا بعد.',
    by: 'بقلم',
    minutes: (count) =>
      count <= 1
        ? 'دقيقة للقراءة'
        : count === 2
          ? 'دقيقتان للقراءة'
          : count <= 10
            ? `${count} دقائق للقراءة`
            : `${count} دقيقة للقراءة`,
    corrections: 'تصويبات',
    source: 'المصدر',
    voices: 'المتحدثون في هذه المادة',
    voice: 'المتحدث',
    statements: (count) =>
      count === 1 ? 'قول واحد' : count === 2 ? 'قولان' : count <= 10 ? `${count} أقوال` : `${count} قولا`,
    kinds: { direct: 'بنصه', mixed: 'مقتطف', indirect: 'بالمعنى' },
    toldTo: 'لـ',
    comma: '، ',
    translations: 'اقرأها بلغة أخرى',
    share: 'شارك',
    mail: 'البريد',
    original: 'الأصل',
    related: 'اقرأ أيضا',
    roles: 'الصفات',
    quotesOf: 'الأقوال، الأحدث أولا',
    since: 'منذ',
    until: 'حتى',
    otherNames: 'يُكتب أيضا',
    made: 'كيف صُنعت هذه الصفحة',
    reference: 'مرجع الواجهة البرمجية',
    missing: 'لا صفحة هنا',
    missingWhy: 'ربما تغير العنوان أو سُحبت المادة.',
    withdrawn: 'سُحبت هذه المادة',
    withdrawnWhy: 'كانت منشورة هنا ثم سحبها المحررون.',
    refused: 'تعذر عرض الصفحة',
    refusedWhy: 'العنوان غير صحيح، أو كثرت الطلبات. جرب من الصفحة الأولى.',
  },
  en: {
    site: 'Isnad',
    motto: 'Analysis in which every word has its speaker',
    skip: 'Skip to content',
    editions: 'Languages',
    latest: 'Latest analysis',
    older: 'Older',
    first: 'Back to the latest',
    nothing: 'There is nothing here yet.',
    by: 'By',
    minutes: (count) => `${Math.max(1, count)} min read`,
    corrections: 'Corrections',
    source: 'Source',
    voices: 'Who speaks in this article',
    voice: 'Speaker',
    statements: (count) => (count === 1 ? '1 statement' : `${count} statements`),
    kinds: { direct: 'verbatim', mixed: 'fragment', indirect: 'reported' },
    toldTo: 'to ',
    comma: ', ',
    translations: 'Read in another language',
    share: 'Share',
    mail: 'Mail',
    original: 'Original',
    related: 'Read next',
    roles: 'Roles',
    quotesOf: 'Statements, the newest first',
    since: 'since',
    until: 'until',
    otherNames: 'Also written',
    made: 'How this page was made',
    reference: 'API reference',
    missing: 'There is no page here',
    missingWhy: 'The address may have changed, or the article was withdrawn.',
    withdrawn: 'This article was withdrawn',
    withdrawnWhy: 'It was published here, and its editors have taken it back.',
    refused: 'This page cannot be shown',
    refusedWhy: 'The address is not right, or too many requests came at once. Try the front page.',
  },
  fr: {
    site: 'Isnad',
    motto: 'L’analyse où chaque parole a son auteur',
    skip: 'Aller au contenu',
    editions: 'Langues',
    latest: 'Dernières analyses',
    older: 'Plus anciennes',
    first: 'Retour aux dernières',
    nothing: 'Il n’y a encore rien ici.',
    by: 'Par',
    minutes: (count) => `${Math.max(1, count)} min de lecture`,
    corrections: 'Rectificatifs',
    source: 'Source',
    voices: 'Qui parle dans cet article',
    voice: 'Intervenant',
    statements: (count) => (count === 1 ? '1 propos' : `${count} propos`),
    kinds: { direct: 'textuel', mixed: 'extrait', indirect: 'rapporté' },
    toldTo: 'à ',
    comma: ', ',
    translations: 'Lire dans une autre langue',
    share: 'Partager',
    mail: 'Courriel',
    original: 'Original',
    related: 'À lire aussi',
    roles: 'Fonctions',
    quotesOf: 'Propos, les plus récents d’abord',
    since: 'depuis',
    until: 'jusqu’à',
    otherNames: 'Écrit aussi',
    made: 'Comment cette page est faite',
    reference: 'Référence de l’API',
    missing: 'Il n’y a pas de page ici',
    missingWhy: 'L’adresse a peut-être changé, ou l’article a été retiré.',
    withdrawn: 'Cet article a été retiré',
    withdrawnWhy: 'Il avait été publié ici, et la rédaction l’a repris.',
    refused: 'Cette page ne peut être affichée',
    refusedWhy: 'L’adresse n’est pas correcte, ou trop de requêtes sont arrivées. Essayez la page d’accueil.',
  },
}
