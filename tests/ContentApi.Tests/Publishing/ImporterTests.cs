using ContentApi.Core.Model;
using System.Text;
using ContentApi.Publishing;
using Microsoft.Extensions.DependencyInjection;

namespace ContentApi.Tests.Publishing;

public sealed class ImporterTests(Api api) : IClassFixture<Api>
{
    [Fact]
    public async Task A_failing_document_does_not_affect_the_others()
    {
        List<DocumentImportResult> report = [];
        await using var scope = api.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Importer>().Import(
            [
                new("good.md", _ => Task.FromResult(Encoding.UTF8.GetBytes("# Good\n\nA."))),
                new("bracket.md", _ => Task.FromResult(Encoding.UTF8.GetBytes("---\ntitle: x\nfoo: [a\nbar: b\n---\nB."))),
                new("surprise.md", _ => throw new InvalidDataException("the disk is a cheese")),
                new("late.md", _ => Task.FromException<byte[]>(new OperationCanceledException("the share went away"))),
                new("also-good.md", _ => Task.FromResult(Encoding.UTF8.GetBytes("# Also Good\n\nC."))),
            ],
            report.Add,
            CancellationToken.None);

        Assert.Equal(
            [PublicationOutcome.Created, PublicationOutcome.Invalid, PublicationOutcome.Invalid, PublicationOutcome.Invalid, PublicationOutcome.Created],
            report.Select(document => document.Outcome));
        Assert.Equal(3, report[1].Diagnostics.Single().Line);
        Assert.Equal("could not be read: the disk is a cheese", report[2].Diagnostics.Single().Message);
        Assert.Equal("could not be read: the share went away", report[3].Diagnostics.Single().Message);
    }
}
