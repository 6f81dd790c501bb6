import { Body, Controller, Get, Header, HttpCode, Post, Headers, Query } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '@orderweave/service';
import { chosenLocale } from '../alerts/chosen-locale.js';
import { LinkActs } from './link-acts.js';
import { LINK_PAGE_POLICY, renderLinkPage } from './link-page.js';

/** What a person chose on the page of a link. */
class LinkChoice {
  days?: string;
}

/**
 * Where the buttons of cards lead. Opening a link changes nothing, since chat tools and mail filters open links by themselves; the page
 * that it shows has the button that does.
 */
@ApiExcludeController()
@Public()
@Controller('a')
export class LinksController {
  constructor(private readonly acts: LinkActs) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', LINK_PAGE_POLICY)
  @Header('referrer-policy', 'no-referrer')
  @Header('x-content-type-options', 'nosniff')
  @Header('cache-control', 'no-store')
  async ask(@Query('t') token: string | undefined, @Headers('accept-language') languages?: string): Promise<string> {
    return renderLinkPage(
      await this.acts.look(token ?? '', chosenLocale(undefined, languages)),
      chosenLocale(undefined, languages),
    );
  }

  @Post()
  @HttpCode(200)
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', LINK_PAGE_POLICY)
  @Header('referrer-policy', 'no-referrer')
  @Header('x-content-type-options', 'nosniff')
  @Header('cache-control', 'no-store')
  async act(
    @Query('t') token: string | undefined,
    @Body() body: Record<string, unknown> | undefined,
    @Headers('accept-language') languages?: string,
  ): Promise<string> {
    const locale = chosenLocale(undefined, languages);
    const { days } = (body ?? {}) as LinkChoice;
    return renderLinkPage(await this.acts.act(token ?? '', Number(days ?? 1), locale), locale);
  }
}
