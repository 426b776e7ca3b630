import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { busyIcon, idleIcon, memoryIcon, moreIcon } from '../shared/icons';
import { IconButton } from '../shared/IconButton';

export interface ITitleBarProps {
  readonly trans: TranslationBundle;
  /** File name of the notebook. */
  readonly notebook: string;
  /** `Python 3.13`; empty without a kernel. */
  readonly kernel: string;
  /** As its launcher calls it: `Python 3 (ipykernel)`. */
  readonly kernelTitle: string;
  /** `idle`, or `busy, [7] 14.2 s`. */
  readonly state: string;
  readonly tone: 'idle' | 'busy' | 'bad' | 'none';
  /** The button was pressed; the menu goes under it. */
  readonly onMore: (button: DOMRect) => void;
}

/** Whose memory it is, and what its kernel does. */
export function TitleBar(props: ITitleBarProps): JSX.Element {
  const { trans, tone } = props;
  const bar = React.useRef<HTMLDivElement>(null);
  const StateIcon = tone === 'busy' ? busyIcon : idleIcon;
  const words = {
    idle: '',
    busy: 'jp-Heapscope-brand',
    bad: 'jp-Heapscope-bad',
    none: ''
  };
  return (
    <div className="jp-Heapscope-titleBar" ref={bar}>
      <memoryIcon.react tag="span" className="jp-Heapscope-icon" />
      <h2>{trans.__('Memory')}</h2>
      <span
        className="jp-Heapscope-muted jp-Heapscope-cut jp-Heapscope-notebookName"
        title={props.notebook}
      >
        {props.notebook}
      </span>
      <span className="jp-Heapscope-grow" />
      <span className="jp-Heapscope-kernel" title={props.kernelTitle}>
        {(tone === 'idle' || tone === 'busy') && (
          <StateIcon.react
            tag="span"
            className="jp-Heapscope-icon jp-mod-small"
          />
        )}
        {props.kernel && (
          <span className="jp-Heapscope-kernelName">{props.kernel} ·</span>
        )}
        <span className={`jp-Heapscope-kernelState ${words[tone]}`}>
          {props.state}
        </span>
      </span>
      <IconButton
        icon={moreIcon}
        label={trans.__('More of the memory panel')}
        onClick={() => {
          const button = bar.current?.querySelector('button');
          if (button) {
            props.onMore(button.getBoundingClientRect());
          }
        }}
      />
    </div>
  );
}
