import { useText } from '../text/text.ts'

interface Labelled {
  readonly kind?: 'camera' | undefined
  readonly label: string
}

/** What an incident is called: the label that was seen, or in words what is wrong with the camera. */
export function useIncidentLabel(): (incident: Labelled) => string {
  const words: Readonly<Record<string, string>> = useText().cameraHealth.troubles
  return ({ kind, label }) => (kind === 'camera' ? (words[label] ?? label) : label)
}
