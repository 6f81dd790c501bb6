import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { TRANSITION_KINDS } from '@orderweave/contracts';
import { CHANNELS, LOCALES, type ChannelName, type Locale } from '@orderweave/domain-notification';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';

const SEVERITIES = ['info', 'warning', 'critical'];

/** Which alerts an endpoint gets; what is left out does not restrict. */
export class EndpointFilterBody {
  @ApiPropertyOptional({ enum: SEVERITIES, isArray: true })
  @IsOptional()
  @IsArray()
  @IsIn(SEVERITIES, { each: true })
  severities?: string[];

  @ApiPropertyOptional({ enum: TRANSITION_KINDS, isArray: true })
  @IsOptional()
  @IsArray()
  @IsIn(TRANSITION_KINDS, { each: true })
  kinds?: string[];

  @ApiPropertyOptional({ type: [String], description: 'Ids of rules' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @IsString({ each: true })
  rules?: string[];
}

/** What can be changed of an endpoint; settings are replaced as a whole. */
export class EndpointSettingsBody {
  @ApiProperty({
    type: Object,
    example: { url: 'https://open.feishu.cn/open-apis/bot/v2/hook/…', secret: 'env:ENDPOINT_FEISHU_SECRET' },
    description:
      'By channel: `url`; `secret` (feishu, dingtalk); `to` (email, sms); `headers`, `body`, `accepted` (sms). ' +
      'A company’s own app writes to people, `to` being the list of their ids in the tool: ' +
      'feishu-app `appId`, `appSecret`, `receiveIdType` (user_id, open_id, union_id, email, chat_id; the last two with one id), ' +
      'up to 200 people; wecom-app `corpId`, `corpSecret`, `agentId`, up to 1,000; ' +
      'dingtalk-app `appKey`, `appSecret`, `robotCode`, up to 20. Its `url` is needed only for another place of the tool, ' +
      'such as https://open.larksuite.com or a private deployment. ' +
      'A text `env:ENDPOINT_…` is read from the environment of the service.',
  })
  @IsObject()
  settings!: Record<string, unknown>;
}

/** An endpoint to add. */
export class NewEndpointBody extends EndpointSettingsBody {
  @ApiProperty({ enum: CHANNELS })
  @IsIn(CHANNELS)
  channel!: ChannelName;

  @ApiProperty({ example: '华东销售群' })
  @IsString()
  @MaxLength(100)
  name!: string;

  @ApiPropertyOptional({
    description: 'Name of the person whose alerts alone it gets; without it, all that the filter lets through',
  })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  person?: string;

  @ApiPropertyOptional({ type: EndpointFilterBody })
  @IsOptional()
  @ValidateNested()
  @Type(() => EndpointFilterBody)
  filter?: EndpointFilterBody;

  @ApiPropertyOptional({ enum: LOCALES, default: 'zh-CN' })
  @IsOptional()
  @IsIn(LOCALES)
  locale?: Locale;
}

/** An endpoint, without its secrets. */
export class EndpointView {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: CHANNELS }) channel!: string;
  @ApiProperty({ type: String, nullable: true }) name!: string | null;
  @ApiProperty({ type: String, nullable: true }) person!: string | null;
  @ApiProperty({ description: 'As much of it as may be shown' }) address!: string;
  @ApiProperty() filter!: EndpointFilterBody;
  @ApiProperty({ enum: LOCALES }) locale!: string;
  @ApiProperty() enabled!: boolean;
  @ApiProperty({ type: String, nullable: true }) disabledReason!: string | null;
  @ApiProperty() createdAt!: string;
  @ApiProperty() createdBy!: string;
}

/** All endpoints of the tenant. */
export class EndpointList {
  @ApiProperty({ type: [EndpointView] }) items!: EndpointView[];
  @ApiProperty({ type: String, nullable: true }) next!: string | null;
}

/** How a test message was taken. */
export class EndpointTestResult {
  @ApiProperty() delivered!: boolean;
  @ApiProperty({ type: Number, nullable: true }) status!: number | null;
  @ApiProperty({ type: String, nullable: true }) error!: string | null;
  @ApiProperty() latencyMs!: number;
}
