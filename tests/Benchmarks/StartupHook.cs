using System.Net.Sockets;

/// <summary>
/// Runs inside the measured process before its own code (DOTNET_STARTUP_HOOKS), and sends the number of allocated bytes to each client
/// that connects. The service needs no code for this.
/// </summary>
#pragma warning disable MA0047 // the runtime requires this class in the global namespace
internal static class StartupHook
{
    public const string SocketVariable = "CONTENT_API_BENCHMARK_SOCKET";

    public static void Initialize() => new Thread(Listen) { IsBackground = true }.Start(Environment.GetEnvironmentVariable(SocketVariable)!);

    private static void Listen(object? path)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint((string)path!));
        listener.Listen();
        while (true)
        {
            using var client = listener.Accept();
            client.Send(BitConverter.GetBytes(GC.GetTotalAllocatedBytes()));
        }
    }
}
