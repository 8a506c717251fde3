using ContentApi.Tests.ContractConformance;

namespace ContentApi.Tests;

/// <summary>Adds a key to each request. Creates the key on the first request, because some tests have no database.</summary>
internal sealed class KeyHandler(Func<Task<string>> createKey) : DelegatingHandler(new CheckedHandler(new SocketsHttpHandler { AllowAutoRedirect = false }))
{
    private readonly Lazy<Task<string>> key = new(createKey);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization ??= new("Bearer", await key.Value);
        return await base.SendAsync(request, cancellationToken);
    }
}
