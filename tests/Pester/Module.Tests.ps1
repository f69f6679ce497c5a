BeforeAll {
    $manifest = "$PSScriptRoot/../../out/SmtpTls/SmtpTls.psd1"
    Import-Module $manifest
}

Describe 'The module' {
    It 'exports what its manifest promises' {
        $promised = (Test-ModuleManifest $manifest).ExportedCmdlets.Keys | Sort-Object
        (Get-Command -Module SmtpTls).Name | Sort-Object | Should -Be $promised
    }

    It 'keeps its commands after Import-Module -Force' {
        Import-Module $manifest -Force
        Get-Command -Module SmtpTls | Should -HaveCount (Test-ModuleManifest $manifest).ExportedCmdlets.Count
    }

    It 'can be removed and imported again' {
        Remove-Module SmtpTls
        Get-Command Test-SmtpStartTls -ErrorAction Ignore | Should -BeNullOrEmpty
        Import-Module $manifest
        Get-Command Test-SmtpStartTls | Should -Not -BeNullOrEmpty
    }

    It 'writes nothing and changes no preference when it is imported into a new session' {
        # Where PowerShell is the dotnet tool, its program is dotnet.
        $name = if ($PSEdition -eq 'Desktop') { 'powershell.exe' } elseif ($IsWindows) { 'pwsh.exe' } else { 'pwsh' }
        $shell = if (Test-Path "$PSHOME/$name") { @("$PSHOME/$name") } else { 'dotnet', "$PSHOME/pwsh.dll" }
        $program, $dll = $shell
        $output = & $program @dll -NoProfile -NonInteractive -Command "Import-Module '$manifest'; `$ErrorActionPreference" 2>&1
        $output | Should -Be 'Continue'
    }

    It 'has its types for scripts' {
        [SmtpTls.SslProtocolVersion]::Tls12 | Should -BeLessThan ([SmtpTls.SslProtocolVersion]::Tls13)
    }

    It 'has help for every command' {
        foreach ($command in Get-Command -Module SmtpTls) {
            (Get-Help $command.Name).Synopsis | Should -Not -BeLike "*$($command.Name) *"
            @((Get-Help $command.Name -Full).examples.example).Count | Should -BeGreaterOrEqual 3
        }
    }

    It 'has help for every parameter' {
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
        foreach ($command in Get-Command -Module SmtpTls) {
            foreach ($parameter in $command.Parameters.Keys | Where-Object { $_ -notin $common }) {
                (Get-Help $command.Name -Parameter $parameter).description.Text | Should -Not -BeNullOrEmpty -Because "$($command.Name) -$parameter is there"
            }
        }
    }

    It 'has an about topic' {
        Get-Help about_SmtpTls | Out-String | Should -Match 'SHORT DESCRIPTION'
    }
}
