using ContentApi.Publishing;
using Microsoft.Extensions.DependencyInjection;

namespace ContentApi.Tests;

/// <summary>Runs the service with the sample library.</summary>
public sealed class SampleContent(PostgresServer postgres) : Api(postgres)
{
    protected override IEnumerable<string> Arguments => ["--Library:SampleContent=true"];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SampleLibrary>().Load(CancellationToken.None);
    }
}
