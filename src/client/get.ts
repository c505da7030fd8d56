import type { Client, ClientPathsWithMethod, FetchResponse, MaybeOptionalInit } from 'openapi-fetch'
import type { paths } from './openapi.ts'

/** What is asked for without an `Accept` of one's own; another form is read with `parseAs: 'text'`. */
export type Media = 'application/json'

/** What asks for some members only. */
export type Picking = { params: { query: { fields: string } } }

/** A resource that the API answers whole, where it could also have answered only some members of it. */
export type Whole<T> = [Extract<T, { id: string }>] extends [never] ? T : Extract<T, { id: string }>

type WholeIn<T> = [T] extends [{ items: (infer Item)[] }] ? Omit<T, 'items'> & { items: Whole<Item>[] } : Whole<T>

type Answer<Response> = Response extends { data: infer Data }
  ? Omit<Response, 'data'> & { data: WholeIn<Data> }
  : Response

/** A GET whose answer is whole, or when `fields` were asked for, what of it was. */
export type Get = <
  Path extends ClientPathsWithMethod<Client<paths>, 'get'>,
  Init extends MaybeOptionalInit<paths[Path], 'get'>,
>(
  url: Path,
  ...init: undefined extends Init ? [(Init & { [option: string]: unknown })?] : [Init & { [option: string]: unknown }]
) => Promise<
  Init extends Picking
    ? FetchResponse<paths[Path]['get'], Init, Media>
    : Answer<FetchResponse<paths[Path]['get'], Init, Media>>
>
