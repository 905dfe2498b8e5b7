package app.tiktoktoe.functions.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What a decoder may not ask of the kernel, as a seccomp program for x86-64: sockets, further
 * processes, links and devices, mounts and namespaces, memory outside of its address space, other
 * processes' memory, and the parts of the kernel where most faults were found. Threads are allowed.
 * The numbers are those of {@code asm/unistd_64.h}. Stateless.
 */
final class SystemCalls {
  private static final int ARCHITECTURE_X86_64 = 0xC000003E;
  private static final int FIRST_X32_CALL = 0x40000000;
  private static final int CLONE = 56;
  private static final int CLONE3 = 435;
  private static final int CLONE_THREAD = 0x10000;

  private static final String SOCKETS =
      "socket=41 connect=42 accept=43 sendto=44 recvfrom=45 sendmsg=46 recvmsg=47 shutdown=48 "
          + "bind=49 listen=50 getsockname=51 getpeername=52 socketpair=53 setsockopt=54 "
          + "getsockopt=55 accept4=288 recvmmsg=299 sendmmsg=307 ";
  private static final String PROCESSES =
      "fork=57 vfork=58 ptrace=101 process_vm_readv=310 process_vm_writev=311 kcmp=312 "
          + "pidfd_send_signal=424 pidfd_open=434 pidfd_getfd=438 ";
  private static final String LINKS_AND_DEVICES =
      "link=86 symlink=88 mknod=133 mknodat=259 linkat=265 symlinkat=266 name_to_handle_at=303 "
          + "open_by_handle_at=304 ";
  private static final String MOUNTS_AND_NAMESPACES =
      "pivot_root=155 chroot=161 mount=165 umount2=166 unshare=272 fanotify_init=300 setns=308 "
          + "open_tree=428 move_mount=429 fsopen=430 fsconfig=431 fsmount=432 fspick=433 "
          + "mount_setattr=442 ";
  private static final String MEMORY_ELSEWHERE =
      "shmget=29 shmat=30 shmctl=31 msgget=68 msgsnd=69 msgrcv=70 msgctl=71 mq_open=240 "
          + "mq_unlink=241 memfd_create=319 memfd_secret=447 ";
  private static final String KERNEL =
      "syslog=103 uselib=134 personality=135 vhangup=153 modify_ldt=154 _sysctl=156 adjtimex=159 "
          + "acct=163 settimeofday=164 swapon=167 swapoff=168 reboot=169 sethostname=170 "
          + "setdomainname=171 iopl=172 ioperm=173 create_module=174 init_module=175 "
          + "delete_module=176 quotactl=179 nfsservctl=180 lookup_dcookie=212 clock_settime=227 "
          + "kexec_load=246 add_key=248 request_key=249 keyctl=250 vmsplice=278 "
          + "perf_event_open=298 clock_adjtime=305 finit_module=313 kexec_file_load=320 bpf=321 "
          + "userfaultfd=323 io_uring_setup=425 io_uring_enter=426 io_uring_register=427 "
          + "quotactl_fd=443 ";

  private static final int LOAD = 0x20;
  private static final int AND = 0x54;
  private static final int JUMP_IF_EQUAL = 0x15;
  private static final int JUMP_IF_AT_LEAST = 0x35;
  private static final int RETURN = 0x06;

  private static final int OFFSET_NUMBER = 0;
  private static final int OFFSET_ARCHITECTURE = 4;
  private static final int OFFSET_FIRST_ARGUMENT = 16;

  private static final int ALLOW = 0x7FFF0000;
  private static final int KILL_PROCESS = 0x80000000;
  private static final int NOT_PERMITTED = 0x00050001;
  private static final int NO_SUCH_CALL = 0x00050026;

  private static final int INSTRUCTION_BYTES = 8;

  private final List<byte[]> program = new ArrayList<>();

  private SystemCalls() {}

  /** The program, as {@code bwrap --seccomp} reads it. */
  static byte[] filter() {
    return new SystemCalls().build();
  }

  private byte[] build() {
    add(LOAD, 0, 0, OFFSET_ARCHITECTURE);
    add(JUMP_IF_EQUAL, 1, 0, ARCHITECTURE_X86_64);
    add(RETURN, 0, 0, KILL_PROCESS);
    add(LOAD, 0, 0, OFFSET_NUMBER);
    add(JUMP_IF_AT_LEAST, 0, 1, FIRST_X32_CALL);
    add(RETURN, 0, 0, KILL_PROCESS);
    String refused =
        SOCKETS + PROCESSES + LINKS_AND_DEVICES + MOUNTS_AND_NAMESPACES + MEMORY_ELSEWHERE + KERNEL;
    for (String call : refused.strip().split(" ")) {
      refuse(Integer.parseInt(call.substring(call.indexOf('=') + 1)), NOT_PERMITTED);
    }
    // The C library then starts threads by clone, whose flags can be seen.
    refuse(CLONE3, NO_SUCH_CALL);
    add(JUMP_IF_EQUAL, 0, 4, CLONE);
    add(LOAD, 0, 0, OFFSET_FIRST_ARGUMENT);
    add(AND, 0, 0, CLONE_THREAD);
    add(JUMP_IF_EQUAL, 1, 0, CLONE_THREAD);
    add(RETURN, 0, 0, NOT_PERMITTED);
    add(RETURN, 0, 0, ALLOW);
    return bytes();
  }

  private void refuse(int call, int answer) {
    add(JUMP_IF_EQUAL, 0, 1, call);
    add(RETURN, 0, 0, answer);
  }

  private void add(int code, int ifTrue, int ifFalse, int value) {
    program.add(
        ByteBuffer.allocate(INSTRUCTION_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) code)
            .put((byte) ifTrue)
            .put((byte) ifFalse)
            .putInt(value)
            .array());
  }

  private byte[] bytes() {
    ByteBuffer all = ByteBuffer.allocate(program.size() * INSTRUCTION_BYTES);
    program.forEach(all::put);
    return all.array();
  }
}
