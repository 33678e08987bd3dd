import { useApi } from '../../api/use-api.ts'
import { Field } from '../../design/field.tsx'
import { CheckGroup } from '../../forms/check-group.tsx'
import { FormRow } from '../../forms/form-dialog.tsx'
import { useText } from '../../text/text.ts'
import type { Body } from './recipient-dialog.tsx'

type Route = Body['routes'][number]

export interface RouteFieldsProps {
  readonly site: string
  readonly route: Route
  readonly onChange: (route: Route) => void
  errorAt(field: string): string | undefined
}

const severities = ['critical', 'warning', 'info'] as const
const channels = ['sms', 'email'] as const
const kinds = ['rule', 'camera'] as const
const moments = ['on-call', 'always'] as const

/** Which incidents reach a person over which channels, and when. */
export function RouteFields({ site, route, onChange, errorAt }: RouteFieldsProps) {
  const text = useText()
  const words = text.settings
  const { data: cameras } = useApi('listCameras', { params: { site } })
  const minutes = route.escalateAfterMinutes ?? ''
  /** What is empty is left out: then the usual holds. */
  const set = ({ kinds = route.kinds, cameras = route.cameras, escalateAfterMinutes = route.escalateAfterMinutes }: Partial<Route>) => {
    const { kinds: _, cameras: __, escalateAfterMinutes: ___, ...rest } = route
    onChange({
      ...rest,
      ...(kinds !== undefined && kinds.length > 0 && { kinds }),
      ...(cameras !== undefined && cameras.length > 0 && { cameras }),
      ...(escalateAfterMinutes !== undefined && escalateAfterMinutes !== 0 && { escalateAfterMinutes }),
    })
  }
  return (
    <>
      <CheckGroup
        label={words.severities}
        options={severities.map((value) => ({ value, title: text.words.severity[value] }))}
        chosen={route.severities}
        onChange={(chosen) => onChange({ ...route, severities: chosen })}
        error={errorAt('severities')}
      />
      <CheckGroup
        label={words.channels}
        options={channels.map((value) => ({ value, title: words.channel[value] }))}
        chosen={route.channels}
        onChange={(chosen) => onChange({ ...route, channels: chosen })}
        error={errorAt('channels')}
      />
      <FormRow>
        <Field label={words.whenLabel} error={errorAt('when')}>
          <select
            value={route.when ?? 'always'}
            onChange={(event) => onChange({ ...route, when: event.target.value as (typeof moments)[number] })}
          >
            {moments.map((value) => (
              <option key={value} value={value}>
                {words.when[value]}
              </option>
            ))}
          </select>
        </Field>
        <Field label={words.escalateLabel} hint={words.escalateHint} error={errorAt('escalateAfterMinutes')}>
          <input
            type="number"
            inputMode="numeric"
            min={1}
            max={120}
            value={minutes}
            onChange={(event) => set({ escalateAfterMinutes: Number(event.target.value) })}
          />
        </Field>
      </FormRow>
      <CheckGroup
        label={words.kinds}
        hint={words.kindsHint}
        options={kinds.map((value) => ({ value, title: words.kind[value] }))}
        chosen={route.kinds ?? []}
        onChange={(kinds) => set({ kinds })}
        error={errorAt('kinds')}
      />
      {cameras !== undefined && cameras.items.length > 1 && (
        <CheckGroup
          label={words.cameras}
          hint={words.camerasHint}
          options={cameras.items.map(({ id, name }) => ({ value: id, title: name }))}
          chosen={route.cameras ?? []}
          onChange={(cameras) => set({ cameras })}
          error={errorAt('cameras')}
        />
      )}
    </>
  )
}
