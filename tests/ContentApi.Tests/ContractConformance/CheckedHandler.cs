namespace ContentApi.Tests.ContractConformance;

/// <summary>
/// Validates each request and response of the tests against the contract. An undocumented response fails the test that sent the request,
/// whatever that test is about.
/// </summary>
/// <param name="inner">The handler that sends the request.</param>
/// <param name="counts">Whether the requests count towards <see cref="Coverage"/>; false for random requests.</param>
internal sealed class CheckedHandler(HttpMessageHandler inner, bool counts = true) : DelegatingHandler(inner)
{
    /// <summary>Creates a client that validates responses and does not follow redirects.</summary>
    public static HttpClient Client(Uri? address = null, int connections = int.MaxValue, bool counts = true) =>
        new(new CheckedHandler(new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = connections }, counts)) { BaseAddress = address };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (!request.RequestUri!.AbsolutePath.StartsWith("/v1/", StringComparison.Ordinal) || request.Method == HttpMethod.Options)
        {
            return response; // the contract does not cover health, itself, Swagger UI or preflights
        }

        var faults = await Exchange.Faults(request, response, counts, cancellationToken);
        if (faults.Count > 0)
        {
            var message = $"{request.Method} {request.RequestUri.PathAndQuery} is answered {(int)response.StatusCode}, against the contract:\n  {string.Join("\n  ", faults)}";
            if (counts)
            {
                Coverage.Faults.Add(message);
            }

            response.Dispose();
            Assert.Fail(message);
        }

        return response;
    }
}
