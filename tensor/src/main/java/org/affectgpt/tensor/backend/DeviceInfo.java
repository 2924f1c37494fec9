package org.affectgpt.tensor.backend;

/**
 * A backend's device as found on this machine.
 *
 * @param available whether the backend can be used
 * @param text one line: the device, or why there is none
 * @param memoryBytes memory that tensors can take; 0 when unavailable
 */
public record DeviceInfo(boolean available, String text, long memoryBytes) {

  /** A device that can be used. */
  public static DeviceInfo of(String text, long memoryBytes) {
    return new DeviceInfo(true, text, memoryBytes);
  }

  /** Why a backend cannot be used. */
  public static DeviceInfo unavailable(String reason) {
    return new DeviceInfo(false, reason, 0);
  }
}
