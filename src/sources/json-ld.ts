import type { Organization } from 'schema-dts'
import type { Source } from '../../schemas/sources.ts'
import { namesOf } from '../names-json-ld.ts'
import { said } from '../said.ts'

const types: Partial<
  Record<Source['kind'], 'NewsMediaOrganization' | 'GovernmentOrganization' | 'NGO' | 'Corporation'>
> = {
  outlet: 'NewsMediaOrganization',
  agency: 'NewsMediaOrganization',
  government: 'GovernmentOrganization',
  ngo: 'NGO',
  company: 'Corporation',
}

/** A source as an Organization of schema.org, called as in `lang` where that is given. `base` is the address of this server. */
export function toOrganization(
  source: Source,
  base: string,
  lang: string | null = null,
): Exclude<Organization, string> {
  const { id, kind, url, country, description } = source
  const address = country === null ? null : { '@type': 'PostalAddress' as const, addressCountry: country }
  return {
    '@type': types[kind] ?? 'Organization',
    '@id': `${base}/v1/sources/${id}`,
    ...said({
      ...namesOf(source, lang),
      description,
      url,
      sameAs: url,
      address,
    }),
  }
}
