// The codes of the real service: status and the number that devices see (learn.microsoft.com, "Understand Azure IoT Hub error codes").
const catalogue = {
  ArgumentInvalid: { status: 400, number: 400004 },
  DeviceMaximumActiveFileUploadLimitExceeded: { status: 403, number: 403006 },
  IotHubUnauthorizedAccess: { status: 401, number: 401002 },
  DeviceNotFound: { status: 404, number: 404001 },
  DeviceNotOnline: { status: 404, number: 404103 },
  ModuleNotFound: { status: 404, number: 404010 },
  ConfigurationNotFound: { status: 404, number: 404011 },
  UploadNotFound: { status: 404, number: 404012 },
  ResourceNotFound: { status: 404, number: 404000 },
  DeviceAlreadyExists: { status: 409, number: 409001 },
  ModuleAlreadyExistsOnDevice: { status: 409, number: 409301 },
  ConfigurationAlreadyExists: { status: 409, number: 409010 },
  PreconditionFailed: { status: 412, number: 412001 },
  MessageTooLarge: { status: 413, number: 413001 },
  DeviceMaximumQueueDepthExceeded: { status: 403, number: 403004 },
  BadDeviceResponse: { status: 502, number: 502001 },
  DeviceTimeout: { status: 504, number: 504101 },
} as const

export type HubErrorCode = keyof typeof catalogue

/** An answer of the service that is not a success. The message reaches the caller, so it says what was wrong. */
export class HubError extends Error {
  readonly code: HubErrorCode

  constructor(code: HubErrorCode, message: string) {
    super(message)
    this.name = 'HubError'
    this.code = code
  }

  get status(): number {
    return catalogue[this.code].status
  }

  get number(): number {
    return catalogue[this.code].number
  }
}
