import iotHub from 'azure-iothub'
import { z } from 'zod'
import { CameraPicture } from '../domain/camera-picture.ts'
import type { Clock } from '../domain/clock.ts'
import { Fault } from '../domain/faults.ts'
import { edgeModule } from '../domain/fleet.ts'
import type { DeviceMethods } from '../ports.ts'
import { asFault, type IotHubSettings, nameOf, openWith } from './iot-hub-registry.ts'
import { shareAnswers } from './share-answers.ts'

/** Long enough for a device to decode a picture, short enough for a person who waits for it. */
const responseTimeoutInSeconds = 10
/** A source may be a camera that has to be found first. */
const tryTimeoutInSeconds = 25
/** Ten people before the same wall ask a device once. */
const sharedMs = 1500

const Answer = z.object({ status: z.int(), payload: z.unknown() })
const Refusal = z.object({ problem: z.string().max(500) })

/** Direct methods of our module. A picture comes as the method's answer, which holds 128 KB. */
export function createIotHubDeviceMethods(settings: IotHubSettings, clock: Clock): DeviceMethods {
  const client = openWith(iotHub.Client, settings)
  const share = shareAnswers(clock, sharedMs)

  async function invoke(device: string, methodName: string, payload: object, seconds = responseTimeoutInSeconds) {
    try {
      const { result } = await client.invokeDeviceMethod(device, edgeModule, { methodName, payload, responseTimeoutInSeconds: seconds })
      return Answer.parse(result)
    } catch (error) {
      throw faultOf(error)
    }
  }

  return {
    snapshot: (device, camera, maxWidth) =>
      share(`${device}/${camera}/${maxWidth}`, async () => {
        const asked = await invoke(device, 'snapshot', { camera, maxWidth, isMarked: false })
        // Modules of before know no sizes, and refuse what they do not know.
        return pictureOf(asked.status === 400 ? await invoke(device, 'snapshot', { camera }) : asked)
      }),
    trySource: async (device, source, maxWidth) =>
      pictureOf(await invoke(device, 'trySource', { ...source, maxWidth }, tryTimeoutInSeconds)),
    acceptPicture: async (device, camera) => {
      requireDone(await invoke(device, 'acceptPicture', { camera }))
    },
    reload: async (device, camera) => {
      requireDone(await invoke(device, 'reload', camera === undefined ? {} : { camera }))
    },
  }
}

function pictureOf(answer: z.infer<typeof Answer>): CameraPicture {
  requireDone(answer)
  const picture = CameraPicture.safeParse(answer.payload)
  if (picture.success) return picture.data
  throw new Fault('device-refused', 'Its answer is no picture.', { cause: picture.error })
}

function requireDone({ status, payload }: z.infer<typeof Answer>): void {
  if (status >= 200 && status < 300) return
  throw new Fault('device-refused', Refusal.safeParse(payload).data?.problem ?? `It answered ${status}.`)
}

/** The hub says "not there" and "does not answer" by numbers within its errors. https://aka.ms/iothuberrors */
function faultOf(error: unknown): unknown {
  const said = String((error as { responseBody?: unknown }).responseBody ?? '')
  if (/404103|DeviceNotOnline/.test(said) || nameOf(error) === 'DeviceNotFoundError')
    return new Fault('device-offline', undefined, { cause: error })
  if (/504101|DeviceTimeout/.test(said) || nameOf(error) === 'GatewayTimeoutError')
    return new Fault('device-offline', 'It did not answer in time.', { cause: error })
  return asFault(error)
}
