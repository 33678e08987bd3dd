import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { queryClient } from '../api/query-client.ts'
import { ToastProvider } from '../design/toast.tsx'
import { ShortcutsProvider } from '../shortcuts/shortcuts.tsx'
import { type Text, TextProvider } from '../text/text.ts'
import { router } from './router.tsx'

export function App({ language, text }: { language: string; text: Text }) {
  return (
    <TextProvider value={{ language, text }}>
      <QueryClientProvider client={queryClient}>
        <ToastProvider>
          <ShortcutsProvider>
            <RouterProvider router={router} />
          </ShortcutsProvider>
        </ToastProvider>
      </QueryClientProvider>
    </TextProvider>
  )
}
