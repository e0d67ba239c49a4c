/** Every permission is refused: camera, microphone, location, notifications, devices, file system, clipboard reading. */
import type { Session } from 'electron';
import type { Refusals } from './refusals';

export function refusePermissions(session: Session, refusals: Refusals): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    refusals.permission++;
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }));
  // An empty answer to a screen-capture request is a refusal.
  session.setDisplayMediaRequestHandler((_request, answer) => {
    refusals.permission++;
    answer({});
  });
  session.on('select-hid-device', (event, _details, answer) => {
    event.preventDefault();
    answer();
  });
  session.on('select-serial-port', (event, _ports, _contents, answer) => {
    event.preventDefault();
    answer('');
  });
  session.on('select-usb-device', (event, _details, answer) => {
    event.preventDefault();
    answer();
  });
}
