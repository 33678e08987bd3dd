import { type FocusEvent, type MouseEvent, type PointerEvent, useRef } from 'react'
import type { Selection } from './use-selection.ts'

export interface CardGestures {
  readonly selection: Selection
  readonly canSelect: boolean
  readonly onOpen: (id: string) => void
  readonly onCurrent: (index: number) => void
}

/** How long a finger rests on a card until it is picked, in milliseconds; and how far it may stray, in pixels. */
const longMs = 450
const strayPixels = 10

/**
 * What a press on a card means, for all cards in one place: open it; with Ctrl or on its box pick it; with Shift pick all
 * in between; with a long touch pick it, and from then on with every touch, until nothing is picked any more.
 */
export function useCardGestures({ selection, canSelect, onOpen, onCurrent }: CardGestures) {
  const touch = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number; wasLong: boolean }>(undefined)
  const isTouch = useRef(false)
  const end = () => {
    if (touch.current !== undefined) clearTimeout(touch.current.timer)
  }
  return {
    onPointerDown: (event: PointerEvent) => {
      isTouch.current = event.pointerType === 'touch'
      end()
      const card = cardOf(event.target)
      if (!isTouch.current || card === undefined || !canSelect) return
      const pick = () => {
        if (touch.current !== undefined) touch.current.wasLong = true
        selection.toggle(card.index)
        navigator.vibrate?.(15)
      }
      touch.current = { timer: setTimeout(pick, longMs), x: event.clientX, y: event.clientY, wasLong: false }
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      const { x = clientX, y = clientY } = touch.current ?? {}
      if (Math.hypot(clientX - x, clientY - y) > strayPixels) end()
    },
    onPointerUp: end,
    onPointerCancel: end,
    // The menu of a long touch would cover what was just picked.
    onContextMenu: (event: MouseEvent) => {
      if (isTouch.current && canSelect) event.preventDefault()
    },
    onClick: (event: MouseEvent) => {
      const card = cardOf(event.target)
      if (card === undefined) return
      onCurrent(card.index)
      // Pressed beside the box but on its label: the browser presses the box next.
      if (event.target instanceof HTMLLabelElement) return
      const isBox = event.target instanceof HTMLInputElement
      const hasKey = event.shiftKey || event.ctrlKey || event.metaKey
      // Who has nothing to pick for gets what the browser does with such a link.
      if (hasKey && !canSelect) return
      if (!isBox) event.preventDefault()
      const wasLong = touch.current?.wasLong === true
      touch.current = undefined
      if (wasLong) return
      const isPick = isBox || hasKey || (isTouch.current && selection.ids.size > 0)
      if (isPick) selection.toggle(card.index, event.shiftKey)
      else onOpen(card.id)
    },
    onFocus: (event: FocusEvent) => {
      const card = cardOf(event.target)
      if (card !== undefined) onCurrent(card.index)
    },
  }
}

function cardOf(target: EventTarget | null): { readonly id: string; readonly index: number } | undefined {
  const card = target instanceof Element ? target.closest<HTMLElement>('[data-incident]') : null
  return card === null ? undefined : { id: card.dataset['incident'] ?? '', index: Number(card.dataset['index']) }
}
