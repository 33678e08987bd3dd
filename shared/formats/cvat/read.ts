import type { AnnotationReader, FoundObject } from '../format.ts'
import { createFoundImages } from '../found-images.ts'
import { splitNamed } from '../layout.ts'
import { readXml } from '../xml.ts'

/** "CVAT for images 1.1". Tracks of videos have no file names to match, so they are refused. */
export function createCvatReader(): AnnotationReader {
  const found = createFoundImages()
  return {
    wants: (path) => path.endsWith('.xml'),

    async take(path, content) {
      let image: { picture: string; split: string | undefined; width: number; height: number; objects: FoundObject[] } | undefined
      try {
        await readXml(content, {
          open(name, attributes, line) {
            const where = `line ${line}`
            if (name === 'image') {
              const { name: picture = '', subset, width, height } = attributes
              image = { picture, split: subset, width: Number(width), height: Number(height), objects: [] }
            } else if (name === 'box' && image !== undefined) {
              const object = found.toObject(attributes['label'], boxOf(attributes, image), { file: path, where, picture: image.picture })
              if (object !== undefined) image.objects.push(object)
            } else if (['polygon', 'polyline', 'points', 'mask', 'ellipse', 'cuboid', 'skeleton'].includes(name) && image !== undefined) {
              found.problem({ file: path, where, reason: `A ${name} is not a box.`, picture: image.picture })
            } else if (name === 'track') {
              found.problem({ file: path, where, reason: 'It is a track of a video: export "CVAT for images 1.1".' })
            }
          },
          close(name) {
            if (name !== 'image' || image === undefined) return
            found.add({ picture: image.picture, split: splitNamed(image.split), objects: image.objects }, path)
            image = undefined
          },
        })
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error
        found.problem({ file: path, where: 'XML', reason: error.message })
      }
    },

    finish: found.finish,
  }
}

function boxOf({ xtl, ytl, xbr, ybr }: Readonly<Record<string, string>>, { width, height }: { width: number; height: number }) {
  const [left, top, right, bottom] = [Number(xtl) / width, Number(ytl) / height, Number(xbr) / width, Number(ybr) / height]
  return { left, top, width: right - left, height: bottom - top }
}
