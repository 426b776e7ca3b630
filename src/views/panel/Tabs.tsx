import React from 'react';

import { moveFocus } from '../shared/keyboard';

export interface ITab {
  readonly id: string;
  readonly label: string;
}

export interface ITabsProps {
  /** Translated; what the tabs are of. */
  readonly label: string;
  readonly tabs: readonly ITab[];
  readonly selected: string;
  /** Id of the element that shows the selected view. */
  readonly controls: string;
  readonly onSelect: (id: string) => void;
  /** What stands beside the menu where the panel is too narrow for tabs. */
  readonly narrowTools?: React.ReactNode;
}

/** Id of the element of a tab, for `aria-labelledby`. */
export function tabElementId(controls: string, tab: string): string {
  return `${controls}-tab-${tab}`;
}

/** Tabs, and the same as a menu: style/tabs.css shows the one that the width has room for. */
export function Tabs(props: ITabsProps): JSX.Element {
  return (
    <>
      <div
        role="tablist"
        aria-label={props.label}
        className="jp-Heapscope-tabs"
        onKeyDown={event => moveFocus(event, '[role=tab]')}
      >
        {props.tabs.map(tab => (
          <button
            key={tab.id}
            id={tabElementId(props.controls, tab.id)}
            type="button"
            role="tab"
            aria-selected={tab.id === props.selected}
            aria-controls={props.controls}
            tabIndex={tab.id === props.selected ? 0 : -1}
            onClick={() => props.onSelect(tab.id)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div className="jp-Heapscope-tools jp-Heapscope-tabMenu">
        <select
          className="jp-Heapscope-select jp-Heapscope-grow"
          aria-label={props.label}
          value={props.selected}
          onChange={event => props.onSelect(event.target.value)}
        >
          {props.tabs.map(tab => (
            <option key={tab.id} value={tab.id}>
              {tab.label}
            </option>
          ))}
        </select>
        {props.narrowTools}
      </div>
    </>
  );
}
