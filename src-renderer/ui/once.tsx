/** A dialog that is made when it is first opened, and kept from then on, so that it can close as it should. */
import { useState, type ReactNode } from 'react';

export function Once({ open, children }: { readonly open: boolean; readonly children: ReactNode }) {
  const [opened, setOpened] = useState(open);
  if (open && !opened) setOpened(true);
  return opened ? children : null;
}
