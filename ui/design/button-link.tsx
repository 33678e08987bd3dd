import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, ReactNode } from 'react'
import styles from './button.module.css'
import { Icon, type IconName } from './icon.tsx'

export interface ButtonLinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'className'> {
  readonly look?: 'primary' | 'plain' | 'quiet'
  readonly size?: 'large' | 'medium' | 'small'
  readonly icon?: IconName
  readonly children?: ReactNode
}

function Anchor({ look = 'plain', size = 'medium', icon, children, ...rest }: ButtonLinkProps) {
  return (
    <a {...rest} className={`${styles.button} ${styles[look]} ${styles[size]}`}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </a>
  )
}

/** A link that looks like a button: it leads somewhere, and can be opened in another tab. */
export const ButtonLink = createLink(Anchor)
