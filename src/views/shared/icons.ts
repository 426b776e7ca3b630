import { LabIcon } from '@jupyterlab/ui-components';

/** All drawings use `currentColor`, so that a state colours them as it colours text. */
function icon(name: string, drawing: string, size = 24): LabIcon {
  return new LabIcon({
    name: `heapscope:${name}`,
    svgstr: `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 ${size} ${size}">${drawing}</svg>`
  });
}

const fill = (path: string): string =>
  `<path fill="currentColor" fill-rule="evenodd" d="${path}"/>`;

export const memoryIcon = icon(
  'memory',
  fill(
    'M7 4h10a3 3 0 0 1 3 3v10a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3zm0 2a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1V7a1 1 0 0 0-1-1z'
  ) +
    fill(
      'M8 12h2v4H8zm3-3h2v7h-2zm3-2h2v9h-2zM1 8h2v2H1zm0 6h2v2H1zm20-6h2v2h-2zm0 6h2v2h-2z'
    )
);

export const collectIcon = icon(
  'collect',
  fill(
    'M16 11h-1V3c0-1.1-.9-2-2-2h-2c-1.1 0-2 .9-2 2v8H8c-2.76 0-5 2.24-5 5v7h18v-7c0-2.76-2.24-5-5-5m3 10h-2v-3c0-.55-.45-1-1-1s-1 .45-1 1v3h-2v-3c0-.55-.45-1-1-1s-1 .45-1 1v3H9v-3c0-.55-.45-1-1-1s-1 .45-1 1v3H5v-5c0-1.65 1.35-3 3-3h8c1.65 0 3 1.35 3 3z'
  )
);

export const recordIcon = icon(
  'record',
  '<circle cx="12" cy="12" r="8.5" fill="none" stroke="currentColor" stroke-width="2"/><circle cx="12" cy="12" r="4.5" fill="currentColor"/>'
);

export const idleIcon = icon(
  'idle',
  '<circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" stroke-width="2"/>'
);

export const busyIcon = icon(
  'busy',
  '<circle cx="12" cy="12" r="9" fill="currentColor" stroke="currentColor" stroke-width="2"/>'
);

export const moreIcon = icon(
  'more',
  '<g fill="currentColor"><circle cx="5" cy="12" r="2"/><circle cx="12" cy="12" r="2"/><circle cx="19" cy="12" r="2"/></g>'
);

export const kernelIcon = icon(
  'kernel',
  fill(
    'M15 9H9v6h6zm-2 4h-2v-2h2zm8-2V9h-2V7c0-1.1-.9-2-2-2h-2V3h-2v2h-2V3H9v2H7c-1.1 0-2 .9-2 2v2H3v2h2v2H3v2h2v2c0 1.1.9 2 2 2h2v2h2v-2h2v2h2v-2h2c1.1 0 2-.9 2-2v-2h2v-2h-2v-2h2v-2zm-4 6H7V7h10z'
  )
);

export const exportIcon = icon(
  'export',
  fill('M19 9h-4V3H9v6H5l7 7zM5 18v2h14v-2z')
);

export const infoIcon = icon(
  'info',
  fill('M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm-1 5h2v2h-2zm0 4h2v6h-2z')
);

export const warningIcon = icon(
  'warning',
  fill('M12 2.5 23 21.5H1zm-1 7v6h2v-6zm0 7.5v2h2v-2z')
);

export const errorIcon = icon(
  'error',
  fill(
    'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm4.2 12.8-1.4 1.4L12 13.4l-2.8 2.8-1.4-1.4 2.8-2.8-2.8-2.8 1.4-1.4 2.8 2.8 2.8-2.8 1.4 1.4-2.8 2.8z'
  )
);

export const successIcon = icon(
  'success',
  fill(
    'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20zm-1.5 14.5-4.5-4.4 1.5-1.4 3 3 6.2-6.2 1.5 1.4z'
  )
);

export const dismissIcon = icon(
  'dismiss',
  fill(
    'M19 6.41 17.59 5 12 10.59 6.41 5 5 6.41 10.59 12 5 17.59 6.41 19 12 13.41 17.59 19 19 17.59 13.41 12z'
  )
);

export const playIcon = icon('play', fill('M8 5v14l11-7z'));

export const besideIcon = icon(
  'beside',
  fill('M3 4h18v16H3zm2 2v12h6V6zm8 0v12h6V6z')
);

export const baselineIcon = icon(
  'baseline',
  fill('M5 2h2v2h12l-3 5 3 5H7v8H5z')
);

export const refreshIcon = icon(
  'refresh',
  fill(
    'M17.65 6.35A8 8 0 1 0 19.73 14h-2.08A6 6 0 1 1 12 6c1.66 0 3.14.69 4.22 1.78L13 11h7V4z'
  )
);

export const clearIcon = icon(
  'clear',
  fill(
    'M6 19c0 1.1.9 2 2 2h8c1.1 0 2-.9 2-2V7H6zM19 4h-3.5l-1-1h-5l-1 1H5v2h14z'
  )
);
