import { useQuery } from '@tanstack/react-query'
import { useNames } from '../../../fleet/use-names.ts'
import { Picture } from '../../../picture/picture.tsx'
import { useText } from '../../../text/text.ts'
import { framePicture } from './frame-picture.ts'
import type { Objects, Task } from './task.ts'

/** A frame with boxes on it, to look at. */
export function FramePicture({ task, boxes }: { task: Task; boxes: Objects }) {
  const text = useText().labeling
  const names = useNames(task.site)
  const { data } = useQuery(framePicture(task.frame))
  return <Picture source={data} alt={text.frameOf(names.camera(task.camera))} boxes={boxes} ratio={task.width / task.height} />
}
