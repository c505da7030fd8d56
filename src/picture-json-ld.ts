import type { ImageObject } from 'schema-dts'
import type { Picture } from '../schemas/common.ts'
import { said } from './said.ts'

/** A picture as an ImageObject of schema.org, also where only its caption is known. */
export function toImageObject({ url, alt, caption, credit, width, height }: Picture): Exclude<ImageObject, string> {
  return {
    '@type': 'ImageObject',
    ...said({
      url,
      contentUrl: url,
      caption,
      creditText: credit,
      description: alt,
      width: width === null ? null : `${width} px`,
      height: height === null ? null : `${height} px`,
    }),
  }
}
