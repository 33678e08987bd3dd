import { useApi } from '../../api/use-api.ts'
import { Button } from '../../design/button.tsx'
import { useSite } from '../../people/site.tsx'
import { useText } from '../../text/text.ts'
import styles from './compliance.module.css'
import { Choice, NumberField } from './inputs.tsx'
import type { Policy, View } from './policy-draft.ts'

type Cameras = Policy['people']['cameras']

export interface CameraViewsProps {
  readonly cameras: Cameras
  errorAt(field: string): string | undefined
  readonly onChange: (cameras: Cameras) => void
}

const sides = ['left', 'top', 'width', 'height'] as const
const usual: View = { people: 'model', masks: [] }

/** By camera: who says where people are, and what is covered on every picture. */
export function CameraViews({ cameras, errorAt, onChange }: CameraViewsProps) {
  const words = useText().compliance
  const { id: site } = useSite()
  const known = useApi('listCameras', { params: { site } }).data?.items ?? []
  const removed = Object.keys(cameras).filter((id) => !known.some((camera) => camera.id === id))
  return (
    <div className={styles.parts}>
      {[...known, ...removed.map((id) => ({ id, name: id }))].map(({ id, name }) => {
        const view = cameras[id] ?? usual
        const change = (changed: Partial<View>) => onChange({ ...cameras, [id]: { ...view, ...changed } })
        return (
          <section key={id} className={styles.camera} aria-label={name}>
            <Choice
              label={words.seenBy(name)}
              value={view.people}
              options={(['model', 'masks', 'nobody'] as const).map((value) => ({ value, title: words.views[value] }))}
              onChange={(people) => change({ people })}
              {...(view.people === 'nobody' && { hint: words.nobodyHint })}
            />
            {view.masks.map((mask, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the key counts the masks, so that a removal reads all of them anew
              <div key={`${view.masks.length} ${index}`} className={styles.mask}>
                {sides.map((side) => (
                  <NumberField
                    key={side}
                    label={words.sides[side]}
                    scale={100}
                    value={mask[side]}
                    error={errorAt(`people.cameras.${id}.masks.${index}.${side}`)}
                    onChange={(value = Number.NaN) => change({ masks: view.masks.with(index, { ...mask, [side]: value }) })}
                  />
                ))}
                <Button
                  icon="trash"
                  label={words.removeMask(index + 1, name)}
                  onClick={() => change({ masks: view.masks.toSpliced(index, 1) })}
                />
              </div>
            ))}
            {errorAt(`people.cameras.${id}.masks`) !== undefined && (
              <p className={styles.warned} role="alert">
                {words.maskMissing}
              </p>
            )}
            <div>
              <Button
                size="small"
                icon="plus"
                onClick={() => change({ masks: [...view.masks, { left: 0, top: 0, width: 0.25, height: 0.25 }] })}
              >
                {words.addMask(name)}
              </Button>
            </div>
          </section>
        )
      })}
    </div>
  )
}
