import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react'
import { useText } from '../text/text.ts'
import { Button } from './button.tsx'
import styles from './toast.module.css'

export interface Toast {
  readonly message: string
  /** Takes back what was just done. */
  readonly undo?: () => void
  readonly isProblem?: boolean
}

/** Without a toast, the one that stands goes: who begins a new change can no longer take the last one back. */
type Show = (toast?: Toast) => void

const ToastContext = createContext<Show | undefined>(undefined)

/** How long a toast stays, in milliseconds: long enough to read it and to reach for "Undo". */
const stayMs = 8_000

/** Says what was done, one thing at a time, at the edge of the page; `U` takes it back where it can be taken back. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const text = useText().shell
  const [shown, setShown] = useState<{ toast: Toast; number: number }>()
  const count = useRef(0)
  const show = useCallback<Show>((toast) => {
    count.current += 1
    setShown(toast && { toast, number: count.current })
  }, [])
  useEffect(() => {
    if (shown === undefined) return
    const timer = setTimeout(() => setShown(undefined), stayMs)
    return () => clearTimeout(timer)
  }, [shown])
  const { toast } = shown ?? {}
  return (
    <ToastContext value={show}>
      {children}
      <div className={styles.place} role={toast?.isProblem ? 'alert' : 'status'}>
        {toast !== undefined && (
          <div key={shown?.number} className={`${styles.toast} ${toast.isProblem ? styles.problem : ''}`}>
            <span>{toast.message}</span>
            {toast.undo !== undefined && (
              <Button
                size="small"
                icon="undo"
                onClick={() => {
                  toast.undo?.()
                  setShown(undefined)
                }}
              >
                {text.undo}
              </Button>
            )}
            <Button size="small" look="quiet" icon="close" label={text.close} onClick={() => setShown(undefined)} />
          </div>
        )}
      </div>
    </ToastContext>
  )
}

export function useToast(): Show {
  const show = useContext(ToastContext)
  if (show === undefined) throw new Error('useToast outside of ToastProvider')
  return show
}
