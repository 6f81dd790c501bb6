import { join } from 'node:path';

/** Where everything of one running system lies. */
export interface HomeFolder {
  root: string;
  engines: string;
  logs: string;
  credentials: string;
  playState: string;
  servicePids: string;
}

/** The layout of a home folder. */
export function homeFolder(root: string): HomeFolder {
  return {
    root,
    engines: join(root, 'engines'),
    logs: join(root, 'logs'),
    credentials: join(root, 'credentials.json'),
    playState: join(root, 'play.json'),
    servicePids: join(root, 'services.json'),
  };
}
