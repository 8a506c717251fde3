namespace ContentApi.Tests.ContractConformance;

/// <summary>
/// Holds every exchange of the tests against the contract: an answer that it does not document fails the test that asked, whatever that test
/// is about.
/// </summary>
/// <param name="inner">What sends the request.</param>
/// <param name="counts">Whether it counts as tried; not where chance decides what is asked.</param>
internal sealed class CheckedHandler(HttpMessageHandler inner, bool counts = true) : DelegatingHandler(inner)
{
    /// <summary>A client of this service; redirects are answers like others.</summary>
    public static HttpClient Client(Uri? address = null, int connections = int.MaxValue, bool counts = true) =>
        new(new CheckedHandler(new SocketsHttpHandler { AllowAutoRedirect = false, MaxConnectionsPerServer = connections }, counts)) { BaseAddress = address };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (!request.RequestUri!.AbsolutePath.StartsWith("/v1/", StringComparison.Ordinal) || request.Method == HttpMethod.Options)
        {
            return response; // health, the contract itself, Swagger UI and preflights are no part of the contract
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
