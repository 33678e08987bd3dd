export const modelTabs = ['register', 'runs', 'questions', 'releases'] as const
export type ModelTab = (typeof modelTabs)[number]

export interface ModelsSearch {
  /** The register where it says nothing. */
  readonly tab?: ModelTab | undefined
}

export function readModelsSearch(given: Record<string, unknown>): ModelsSearch {
  return { tab: modelTabs.find((tab) => tab === given['tab']) }
}
