import type { ButtonHTMLAttributes, ReactNode } from 'react'
import styles from './button.module.css'
import { Icon, type IconName } from './icon.tsx'

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> {
  /** `primary` once a view; `danger` for what cannot be undone; `quiet` without a frame. */
  readonly look?: 'primary' | 'plain' | 'danger' | 'quiet'
  readonly size?: 'large' | 'medium' | 'small'
  readonly icon?: IconName
  /** It is being done: shown, and not to be pressed again. */
  readonly isBusy?: boolean
  /** Without words on it: an icon needs a name all the same. */
  readonly label?: string
  readonly children?: ReactNode
}

export function Button({ look = 'plain', size = 'medium', icon, isBusy = false, label, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={`${styles.button} ${styles[look]} ${styles[size]} ${children === undefined ? styles.square : ''}`}
      aria-label={label ?? rest['aria-label']}
      title={label}
      aria-busy={isBusy || undefined}
      disabled={rest.disabled || isBusy}
    >
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  )
}
