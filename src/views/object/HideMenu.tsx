import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { createPortal } from 'react-dom';

import { placeBeside } from '../shared/placement';
import { groupsText, hideableGroups } from './groups';
import type { NameGroup } from './groups';

export interface HideMenuProps {
  readonly trans: TranslationBundle;
  readonly hidden: readonly NameGroup[];
  readonly onChange: (hidden: readonly NameGroup[]) => void;
}

/** Which groups of names are left out. */
export function HideMenu(props: HideMenuProps): React.ReactElement {
  const { trans, hidden } = props;
  const [open, setOpen] = React.useState(false);
  const anchor = React.useRef<HTMLSpanElement>(null);
  const text = groupsText(hidden, trans) || trans.__('nothing');
  return (
    <span ref={anchor} className="jp-Heapscope-hideMenu">
      <button
        type="button"
        className="jp-Heapscope-button"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <span className="jp-Heapscope-cut">{trans.__('Hide: %1', text)}</span>
        <span aria-hidden>▾</span>
      </button>
      {open && anchor.current && (
        <Choices
          {...props}
          anchor={anchor.current}
          onClose={() => {
            setOpen(false);
            anchor.current?.querySelector('button')?.focus();
          }}
        />
      )}
    </span>
  );
}

/** The popup, in the body as views clip what overflows them. */
function Choices(
  props: HideMenuProps & {
    readonly anchor: HTMLElement;
    readonly onClose: () => void;
  }
): React.ReactElement {
  const { hidden, onClose } = props;
  const popup = React.useRef<HTMLDivElement>(null);
  React.useLayoutEffect(() => {
    if (popup.current) {
      placeBeside(popup.current, props.anchor);
    }
  });
  React.useEffect(() => popup.current?.querySelector('input')?.focus(), []);
  return createPortal(
    <div
      ref={popup}
      role="dialog"
      aria-label={props.trans.__('Hidden names')}
      className="jp-Heapscope-menu jp-Heapscope-hideChoices"
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onClose();
        }
      }}
      onBlur={event => {
        const to = event.relatedTarget;
        // The button closes it by itself.
        if (!event.currentTarget.contains(to) && !props.anchor.contains(to)) {
          onClose();
        }
      }}
    >
      {hideableGroups(props.trans).map(({ group, label }) => (
        <label key={group}>
          <input
            type="checkbox"
            checked={hidden.includes(group)}
            onChange={event =>
              props.onChange(
                event.target.checked
                  ? [...hidden, group]
                  : hidden.filter(one => one !== group)
              )
            }
          />
          {label}
        </label>
      ))}
    </div>,
    document.body
  );
}
