import React from 'react';

/** A small figure of the header. */
export interface Stat {
  readonly label: string;
  readonly value: string;
  /** Muted, behind the value. */
  readonly more?: string;
  /** The value is a word, or stands for what cannot be had. */
  readonly muted?: boolean;
  /** Why there is no figure, or of when it is. */
  readonly reason?: string;
}

/** Figures side by side; a list where the panel is narrow. */
export function Stats(props: { readonly stats: readonly Stat[] }): JSX.Element {
  return (
    <dl className="jp-Heapscope-stats">
      {props.stats.map(stat => (
        <div
          key={stat.label}
          title={[stat.label, stat.reason].filter(Boolean).join('\n')}
        >
          <dt>{stat.label}</dt>
          <dd>
            <b className={stat.muted ? 'jp-Heapscope-muted' : undefined}>
              {stat.value}
            </b>
            {stat.more && (
              <span className="jp-Heapscope-muted jp-Heapscope-small">
                {' '}
                {stat.more}
              </span>
            )}
            {stat.reason && (
              <span className="jp-Heapscope-srOnly">{stat.reason}</span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
