import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Problem, Public } from '@orderweave/service';
import { readPageFiles } from './page-files.js';

const FILES = readPageFiles(new URL('../../public/', import.meta.url));

/** Lets the page run its own files alone, and talk to nobody but this service. */
export const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The inbox as a page. It holds no data: what it shows it fetches with the key that its user gives. */
@ApiExcludeController()
@Controller()
export class InboxController {
  @Get()
  @Public()
  @Header('content-security-policy', CONTENT_POLICY)
  @Header('referrer-policy', 'no-referrer')
  @Header('x-content-type-options', 'nosniff')
  @Header('cache-control', 'no-cache')
  page(): StreamableFile {
    return fileOf('inbox.html');
  }

  @Get('ui/:file')
  @Public()
  @Header('x-content-type-options', 'nosniff')
  @Header('cache-control', 'no-cache')
  file(@Param('file') name: string): StreamableFile {
    return fileOf(name);
  }
}

/** A file of the page. @throws Problem (404) for one that there is not */
function fileOf(name: string): StreamableFile {
  const file = FILES.get(name);
  if (!file) throw new Problem({ status: 404, code: 'unknown-page', title: 'There is no such page' });
  return new StreamableFile(Buffer.from(file.text), { type: file.type });
}
