import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { KernelFacts } from '../../model/kernel';
import type { Notice as NoticeItem } from '../../model/notices';
import type { RunningRun } from '../../model/timeline';
import { formatPrompt } from '../format';
import { Notice } from '../shared/Notice';

export interface INoticesProps {
  readonly trans: TranslationBundle;
  readonly facts: KernelFacts;
  readonly running: RunningRun | null;
  readonly items: readonly NoticeItem[];
  /** False where the panel says in its middle what is so. */
  readonly hasViews: boolean;
  readonly onSelectKernel: () => void;
  readonly onDismiss: (id: string) => void;
  /** Try again to look into the kernel. */
  readonly onRetry: () => void;
}

/** What the user should know: first of the kernel's state, then what happened, newest last. */
export function Notices(props: INoticesProps): JSX.Element {
  const { trans } = props;
  return (
    <>
      <StateNotice {...props} />
      {props.items.map(item => (
        <Notice
          key={item.id}
          level={item.level}
          detail={
            item.detail === null
              ? null
              : { label: trans.__('Details'), text: item.detail }
          }
          dismiss={{
            label: trans.__('Dismiss'),
            onDismiss: () => props.onDismiss(item.id)
          }}
        >
          {item.text}
        </Notice>
      ))}
    </>
  );
}

function StateNotice(props: INoticesProps): JSX.Element | null {
  const { trans, facts, running } = props;
  switch (facts.phase) {
    case 'none':
      return props.hasViews ? <NoKernel {...props} /> : null;
    case 'unsupported':
      return <Unsupported {...props} />;
    case 'failed':
      return (
        <Notice
          level="error"
          title={trans.__('Heapscope could not look into this kernel.')}
          actions={
            <button
              type="button"
              className="jp-Heapscope-button"
              onClick={props.onRetry}
            >
              {trans.__('Try again')}
            </button>
          }
        >
          {facts.problem}
        </Notice>
      );
    case 'disconnected':
      return (
        <Notice level="warning" title={trans.__('The server is out of reach.')}>
          {trans.__('The figures are the last that came.')}
        </Notice>
      );
    case 'dead':
      return (
        <Notice level="error" title={trans.__('The kernel died.')}>
          {trans.__('Restart it to go on; what it did stays below.')}
        </Notice>
      );
    case 'ready':
      return running && !facts.answersWhileBusy ? (
        <Notice
          level="info"
          title={trans.__('Details wait for the cell to end.')}
        >
          {trans.__(
            'Without subshells (ipykernel 7 with JupyterLab 4.4 or later) requests queue behind %1. RSS and peak stay live.',
            formatPrompt(running.started.execution_count)
          )}
        </Notice>
      ) : null;
    default:
      return null;
  }
}

/** One line for a kernel of another language. */
function Unsupported({ trans, facts }: INoticesProps): JSX.Element {
  return (
    <Notice
      level="info"
      title={trans.__(
        'This kernel speaks %1.',
        facts.language || facts.displayName
      )}
    >
      {trans.__(
        'Heapscope looks inside Python kernels only; nothing was run in it.'
      )}
    </Notice>
  );
}

/** What was before stays in sight when the kernel was shut down. */
function NoKernel({ trans, onSelectKernel }: INoticesProps): JSX.Element {
  return (
    <Notice
      level="info"
      title={trans.__('No kernel.')}
      actions={
        <button
          type="button"
          className="jp-Heapscope-button"
          onClick={onSelectKernel}
        >
          {trans.__('Select kernel…')}
        </button>
      }
    >
      {trans.__('What the last one did stays below.')}
    </Notice>
  );
}
