import type { Person } from 'schema-dts'
import type { Analyst } from '../../schemas/analysts.ts'
import { namesOf } from '../names-json-ld.ts'
import { toImageObject } from '../picture-json-ld.ts'
import { said } from '../said.ts'
import { namesSource } from './rules.ts'

/** An analyst as a Person of schema.org, called as in `lang` where that is given, with the roles held now. `base` is the address of this server. */
export function toPerson(analyst: Analyst, base: string, lang: string | null = null): Exclude<Person, string> {
  const { id, roles, country, topics, bio, image, sameAs } = analyst
  const held = roles.filter(({ to }) => to === null)
  const affiliations = held.flatMap(({ affiliation }) => (affiliation === null ? [] : [affiliation]))
  return {
    '@type': 'Person',
    '@id': `${base}/v1/analysts/${id}`,
    ...said({
      ...namesOf(analyst, lang),
      description: bio,
      jobTitle: held.map(({ title }) => title),
      affiliation: [...new Set(affiliations)].map((affiliation) => organization(affiliation, base)),
      knowsAbout: topics,
      address: country === null ? null : { '@type': 'PostalAddress' as const, addressCountry: country },
      image: image && toImageObject(image),
      sameAs,
    }),
  }
}

/** An affiliation is the id of a source, or a name. */
function organization(affiliation: string, base: string) {
  return namesSource(affiliation)
    ? { '@id': `${base}/v1/sources/${affiliation}` }
    : { '@type': 'Organization' as const, name: affiliation }
}
