import type { Plugin } from 'vite'

export const earlyName = 'early'

/**
 * Loads the early script before the others. It is no part of the page's own entry: all scripts of a page become one, and that
 * one begins only when everything that it is made of has come.
 */
export function earlyScript(): Plugin {
  return {
    name: 'early-script',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle = {} }) => {
        const early = Object.values(bundle).find((one) => one.type === 'chunk' && one.isEntry && one.name === earlyName)
        if (early === undefined) throw new Error('The early script was not built.')
        return [{ tag: 'script', attrs: { type: 'module', async: true, src: `/${early.fileName}` }, injectTo: 'head-prepend' as const }]
      },
    },
  }
}
