/** What catches a part of the screen that cannot be drawn. Knows no controls: what is shown instead is for who uses it. */
import { Component, type ReactNode } from 'react';

interface Props {
  readonly children: ReactNode;
  /** What stands in place of the part; `again` tries to draw it once more. */
  readonly instead: (again: () => void) => ReactNode;
}

export class Net extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed
      ? this.props.instead(() => this.setState({ failed: false }))
      : this.props.children;
  }
}
