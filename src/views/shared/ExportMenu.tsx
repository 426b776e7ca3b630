import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';

import { download, ExportFormat, ITable } from './export';
import { exportIcon } from './icons';
import { indexAfterKey } from './keyboard';
import { fileName, IOrigin, withOrigin } from './origin';
import { placeBeside } from './placement';

export interface IExportMenuProps {
  readonly trans: TranslationBundle;
  /** What the table lists, for the file's name: `census`. */
  readonly name: string;
  /** Asked for when a format is chosen, not before; so is `origin`. */
  readonly table: () => ITable;
  readonly origin: () => IOrigin;
  readonly disabled?: boolean;
}

/** A button that saves a table as CSV or JSON. */
export function ExportMenu(props: IExportMenuProps): JSX.Element {
  const { trans } = props;
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLSpanElement>(null);
  const close = () => {
    setOpen(false);
    anchor.current?.querySelector('button')?.focus();
  };
  const save = (format: ExportFormat) => {
    close();
    const origin = props.origin();
    const table = withOrigin(props.table(), origin, new Date());
    download(fileName(props.name, origin), format, table);
  };
  return (
    <span ref={anchor}>
      <button
        type="button"
        className="jp-Heapscope-button"
        aria-haspopup="menu"
        aria-expanded={open}
        disabled={props.disabled}
        onClick={() => setOpen(!open)}
      >
        <exportIcon.react
          tag="span"
          className="jp-Heapscope-icon jp-mod-small"
        />
        {trans.__('Export')}
      </button>
      {open && anchor.current && (
        <Menu
          anchor={anchor.current}
          label={trans.__('Export as')}
          items={[
            { label: trans.__('CSV'), onClick: () => save('csv') },
            { label: trans.__('JSON'), onClick: () => save('json') }
          ]}
          onClose={close}
          onLeave={() => setOpen(false)}
        />
      )}
    </span>
  );
}

interface IMenuProps {
  readonly anchor: HTMLElement;
  readonly label: string;
  readonly items: readonly {
    readonly label: string;
    readonly onClick: () => void;
  }[];
  /** The menu was left by the keyboard: the focus goes back to its button. */
  readonly onClose: () => void;
  /** The focus went elsewhere. */
  readonly onLeave: () => void;
}

/** A menu in the body, as views clip what overflows them. */
function Menu(props: IMenuProps): JSX.Element {
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (menu.current) {
      placeBeside(menu.current, props.anchor);
    }
  });
  useEffect(() => {
    menu.current?.querySelector('button')?.focus();
  }, []);
  const onKeyDown = (event: React.KeyboardEvent<HTMLElement>) => {
    const items = [...event.currentTarget.querySelectorAll('button')];
    const at = items.findIndex(item => item === document.activeElement);
    const next = indexAfterKey(event.key, at, items.length);
    if (next !== null) {
      event.preventDefault();
      items[next].focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      props.onClose();
    }
  };
  return createPortal(
    <div
      ref={menu}
      role="menu"
      aria-label={props.label}
      className="jp-Heapscope-menu"
      onKeyDown={onKeyDown}
      onBlur={event => {
        if (!event.currentTarget.contains(event.relatedTarget)) {
          props.onLeave();
        }
      }}
    >
      {props.items.map(item => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          className="jp-Heapscope-menuItem"
          tabIndex={-1}
          onClick={item.onClick}
        >
          {item.label}
        </button>
      ))}
    </div>,
    document.body
  );
}
