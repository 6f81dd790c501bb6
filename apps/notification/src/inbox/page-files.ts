import { readdirSync, readFileSync } from 'node:fs';

/** A file of the page as it is served. */
export interface PageFile {
  readonly type: string;
  readonly text: string;
}

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
};

/** The files of a folder that a browser loads, by name; read once, so that no request names a path. */
export function readPageFiles(folder: URL): ReadonlyMap<string, PageFile> {
  return new Map(
    readdirSync(folder).flatMap((name): [string, PageFile][] => {
      const type = TYPES[name.slice(name.lastIndexOf('.') + 1)];
      return type ? [[name, { type, text: readFileSync(new URL(name, folder), 'utf8') }]] : [];
    }),
  );
}
