/** 数据交换: the laptops of the group, and what goes out to them and comes in from them on a stick. */
import { DownloadOutlined, UploadOutlined } from '@ant-design/icons';
import { Alert, Button, Flex, Typography } from 'antd';
import { useCallback, useEffect, useState } from 'react';
import type { LaptopShown } from '../../../src-shared/contract';
import { call, sentenceOf } from '../../session/workbench';
import { Laptops } from './laptops';
import { ReceiveDialog } from './receive';
import { SendDialog } from './send';
import '../../ui/kind-page.css';
import './packets.css';

export default function PacketsPage() {
  const [laptops, setLaptops] = useState<readonly LaptopShown[]>();
  const [fault, setFault] = useState<string>();
  const [doing, setDoing] = useState<'send' | 'receive'>();
  const refresh = useCallback(
    () =>
      call('packets.laptops', {}).then(
        (found) => {
          setLaptops(found);
          setFault(undefined);
        },
        (error: unknown) => setFault(sentenceOf(error)),
      ),
    [],
  );
  useEffect(() => void refresh(), [refresh]);
  const close = () => {
    setDoing(undefined);
    void refresh();
  };
  return (
    <Flex vertical className="pw-page" component="main">
      <header className="pw-page-head">
        <Typography.Title level={4} className="pw-page-title">
          数据交换
        </Typography.Title>
      </header>
      <div className="pw-exchange">
        {fault !== undefined && <Alert type="error" showIcon title={fault} role="alert" />}
        <div className="pw-exchange-ways">
          <Button
            type="primary"
            className="pw-exchange-way"
            icon={<UploadOutlined />}
            disabled={laptops === undefined}
            onClick={() => setDoing('send')}
          >
            发出
          </Button>
          <p>把本机的新内容做成数据包，存到U盘，带给别的电脑。</p>
          <Button
            type="primary"
            className="pw-exchange-way"
            icon={<DownloadOutlined />}
            disabled={laptops === undefined}
            onClick={() => setDoing('receive')}
          >
            收入
          </Button>
          <p>从U盘选择别的电脑做的数据包，先查看，再收入本机。</p>
        </div>
        {laptops !== undefined && <Laptops laptops={laptops} onChanged={refresh} />}
      </div>
      {doing === 'send' && laptops !== undefined && <SendDialog laptops={laptops} onClose={close} />}
      {doing === 'receive' && <ReceiveDialog onClose={close} />}
    </Flex>
  );
}
