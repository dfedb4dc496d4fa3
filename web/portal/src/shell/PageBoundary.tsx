import { Component, type ReactNode } from 'react';
import type { Problem } from '../../../api.ts';
import { problemOf } from '../data/problem.ts';
import { ProblemAlert } from './ProblemAlert.tsx';

interface Properties {
  readonly children: ReactNode;
}

/** A page that fails leaves the rest of the portal as it is. React has no hook for this. */
export class PageBoundary extends Component<Properties, { readonly problem: Problem | null }> {
  override state = { problem: null };

  static getDerivedStateFromError(error: unknown) {
    return { problem: problemOf(error) };
  }

  override render() {
    const { problem } = this.state;
    if (!problem) return this.props.children;
    return <ProblemAlert problem={problem} onRetry={() => this.setState({ problem: null })} />;
  }
}
