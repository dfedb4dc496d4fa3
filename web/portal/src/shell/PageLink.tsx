import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { navigate } from 'wouter/use-browser-location';

interface Properties {
  /** Address within the portal, from its root. */
  readonly to: string;
  readonly children: ReactNode;
  readonly ariaLabel?: string;
}

/** A link to another page of the portal; the browser itself follows it with Ctrl, into a tab of its own. */
export function PageLink({ to, children, ariaLabel }: Properties) {
  return (
    <Link
      href={to}
      {...(ariaLabel === undefined ? {} : { ariaLabel })}
      onFollow={(event) => {
        event.preventDefault();
        navigate(to);
      }}
    >
      {children}
    </Link>
  );
}
