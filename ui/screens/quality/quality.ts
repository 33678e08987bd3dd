import type { Answer } from '../../api/call.ts'

export type Quality = Answer<'readQuality'>
export type CameraQuality = Quality['cameras'][number]
export type Finding = CameraQuality['findings'][number]
export type Batch = Answer<'listReviewBatches'>['items'][number]
