import type { ServiceParts } from '@orderweave/service';

/**
 * Lets mail programs end the e-mails to a place in one click: they send `List-Unsubscribe=One-Click` as a form, most as multipart (RFC 8058,
 * section 3.2). The link says all, so the form is not read.
 */
export const takeOneClick: NonNullable<ServiceParts['http']> = (server) => {
  server.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (_request, _body, done) => done(null, {}));
};
